//! The rules of the design, tried in every small world against a model that was written apart from them, and as invariants.

mod enumeration;
mod fresh;
mod invariants;
mod model;
mod situations;
mod world;
