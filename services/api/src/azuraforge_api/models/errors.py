"""What can be wrong with a request for a registered model."""

from azuraforge_api.errors import ConflictError, InvalidRequestError, NotFoundError


class ModelNotFoundError(NotFoundError):
    """Unknown, or another user's."""

    code, title, noun = "model_not_found", "Model not found", "model"


class ModelVersionNotFoundError(NotFoundError):
    """The model has no such version."""

    code, title, noun = "model_version_not_found", "Model version not found", "model version"


class ModelAliasNotFoundError(NotFoundError):
    """The model has no such alias."""

    code, title, noun = "model_alias_not_found", "Alias not found", "alias"


class ModelNotKeptError(ConflictError):
    """The run's model is not stored (any more)."""

    code, title = "model_not_kept", "The run's model was not kept"


class ExperimentNotFinishedError(ConflictError):
    """The run has no result yet."""

    code, title = "experiment_not_finished", "The experiment has no result"


class ModelAliasedError(ConflictError):
    """An alias points at what is to be deleted."""

    code, title = "model_aliased", "An alias points at the model"


class InvalidModelNameError(InvalidRequestError):
    """The name can't be part of an address or of a reference such as `name@champion`."""

    code, title = "invalid_model_name", "The name is not valid"


class InvalidAliasError(InvalidRequestError):
    """The alias is no such word as `champion`."""

    code, title = "invalid_alias", "The alias is not valid"


class ModelFileMissingError(NotFoundError):
    """The version's file is not in the store."""

    code, title, noun = "model_file_missing", "The model's file is missing", "model file"
