//! What one language's files define: the keys, and the variables of each.
//!
//! A key is a message's identifier (`login-heading`) or, for an attribute, identifier and name with a dot between
//! (`login-code.hint`).

use std::collections::{BTreeMap, BTreeSet};

use fluent_bundle::FluentResource;
use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};

use crate::{CatalogueFault, Language};

/// Keys with the variables that their sentences use, those of referred sentences included.
pub(crate) type Index = BTreeMap<String, BTreeSet<String>>;

/// Lists what the resources define, or names the first key that is there twice or refers to nothing.
pub(crate) fn index(
    language: Language,
    resources: &[FluentResource],
) -> Result<Index, CatalogueFault> {
    let patterns = patterns(language, resources)?;
    let mut index = Index::new();
    for (key, pattern) in patterns.iter().filter(|(key, _)| !key.starts_with('-')) {
        let mut walk = Walk {
            patterns: &patterns,
            seen: BTreeSet::new(),
            variables: BTreeSet::new(),
            dangling: None,
        };
        walk.pattern(pattern);
        if let Some(reference) = walk.dangling {
            return Err(CatalogueFault::Dangling {
                language,
                key: key.clone(),
                reference,
            });
        }
        index.insert(key.clone(), walk.variables);
    }
    Ok(index)
}

type Patterns<'ftl> = BTreeMap<String, &'ftl Pattern<&'ftl str>>;

/// Every sentence by its key; terms stand under `-name`.
fn patterns(
    language: Language,
    resources: &[FluentResource],
) -> Result<Patterns<'_>, CatalogueFault> {
    let mut patterns = Patterns::new();
    for entry in resources.iter().flat_map(FluentResource::entries) {
        let (id, value, attributes) = match entry {
            Entry::Message(message) => (
                message.id.name.to_owned(),
                message.value.as_ref(),
                &message.attributes,
            ),
            Entry::Term(term) => (
                format!("-{}", term.id.name),
                Some(&term.value),
                &term.attributes,
            ),
            _ => continue,
        };
        let attributes = attributes
            .iter()
            .map(|attribute| (format!("{id}.{}", attribute.id.name), &attribute.value));
        let own = value.map(|value| (id.clone(), value));
        for (key, pattern) in own.into_iter().chain(attributes) {
            if patterns.insert(key.clone(), pattern).is_some() {
                return Err(CatalogueFault::Duplicate { language, key });
            }
        }
    }
    Ok(patterns)
}

/// A walk over one sentence and those it refers to.
struct Walk<'index, 'ftl> {
    patterns: &'index Patterns<'ftl>,
    seen: BTreeSet<String>,
    variables: BTreeSet<String>,
    dangling: Option<String>,
}

impl Walk<'_, '_> {
    fn pattern(&mut self, pattern: &Pattern<&str>) {
        for element in &pattern.elements {
            if let PatternElement::Placeable { expression } = element {
                self.expression(expression);
            }
        }
    }

    fn expression(&mut self, expression: &Expression<&str>) {
        match expression {
            Expression::Inline(inline) => self.inline(inline),
            Expression::Select { selector, variants } => {
                self.inline(selector);
                for variant in variants {
                    self.pattern(&variant.value);
                }
            }
        }
    }

    fn inline(&mut self, inline: &InlineExpression<&str>) {
        match inline {
            InlineExpression::VariableReference { id } => {
                self.variables.insert(id.name.to_owned());
            }
            InlineExpression::MessageReference { id, attribute } => {
                self.reference(
                    id.name.to_owned(),
                    attribute.as_ref().map(|attribute| attribute.name),
                );
            }
            // A term sees none of the caller's values, only those named in its call.
            InlineExpression::TermReference {
                id,
                attribute,
                arguments,
            } => {
                let before = self.variables.clone();
                self.reference(
                    format!("-{}", id.name),
                    attribute.as_ref().map(|attribute| attribute.name),
                );
                self.variables = before;
                if let Some(arguments) = arguments {
                    arguments
                        .positional
                        .iter()
                        .for_each(|argument| self.inline(argument));
                    arguments
                        .named
                        .iter()
                        .for_each(|argument| self.inline(&argument.value));
                }
            }
            // No functions are registered.
            InlineExpression::FunctionReference { id, .. } => {
                self.dangling = Some(format!("{}()", id.name));
            }
            InlineExpression::Placeable { expression } => self.expression(expression),
            InlineExpression::StringLiteral { .. } | InlineExpression::NumberLiteral { .. } => {}
        }
    }

    fn reference(&mut self, id: String, attribute: Option<&str>) {
        let key = match attribute {
            Some(attribute) => format!("{id}.{attribute}"),
            None => id,
        };
        match self.patterns.get(&key).copied() {
            None => self.dangling = Some(key),
            Some(pattern) => {
                if self.seen.insert(key) {
                    self.pattern(pattern);
                }
            }
        }
    }
}
