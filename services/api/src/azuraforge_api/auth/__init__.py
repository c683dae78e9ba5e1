"""Who somebody is: sign-in, sessions, passwords and access tokens."""
