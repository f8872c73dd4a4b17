//! Turns a capture into an article: charset, boilerplate, body, metadata.
