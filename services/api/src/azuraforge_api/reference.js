// Starts the API reference. A script of its own, as the content security policy allows no inline one.
window.SwaggerUIBundle({
  url: '/api/v1/openapi.json',
  dom_id: '#reference',
  deepLinking: true,
  docExpansion: 'list',
  defaultModelsExpandDepth: 0,
  validatorUrl: null,
  // "Try it out" acts with the dashboard's session, so it has to prove that it is no foreign page.
  requestInterceptor: (request) => {
    request.headers['X-AzuraForge-CSRF'] = '1';
    return request;
  },
});
