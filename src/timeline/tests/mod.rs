//! What the room promises: on the built-in data, on tiny worlds, and against a plain reference.

mod builtin;
mod laws;
mod rules;
mod world;
