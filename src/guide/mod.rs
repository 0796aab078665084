//! The public pages that help somebody decide: whether this is right for them, who can help, who runs the server.
