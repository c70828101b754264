//! What a credential may do, as ticks and in words.

use domain::role::Rights;
use domain::scope::{Scope, Scopes};
use text::Text;

use crate::admin::typed::Typed;
use crate::pages::admin::{Field, Shape};

/// The name of a scope's tick.
fn tick(scope: Scope) -> String {
    format!("scope-{}-{}", scope.word(), scope.access.as_str())
}

/// A scope in words.
fn words(text: &Text, scope: Scope) -> String {
    text.get(&format!(
        "credential-scope-{}-{}",
        scope.word(),
        scope.access.as_str()
    ))
}

/// A tick for each scope that these rights may give.
pub(super) fn ticks(text: &Text, rights: &Rights) -> Vec<Field> {
    Scope::all()
        .filter(|scope| rights.has(scope.right))
        .map(|scope| {
            Field::line(&tick(scope), words(text, scope), "yes")
                .shaped(Shape::Tick(false))
                .hinted(scope.to_string())
        })
        .collect()
}

/// The scopes that are ticked.
pub(super) fn ticked(typed: &Typed) -> Scopes {
    Scope::all()
        .filter(|scope| typed.ticked(&tick(*scope)))
        .collect()
}

/// The scopes, one line each.
pub(super) fn lines(text: &Text, scopes: &Scopes) -> Vec<String> {
    scopes.iter().map(|scope| words(text, scope)).collect()
}
