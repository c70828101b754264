//! What an import's codes are called on a page.

use app::administer::import::{Change, Column, PreviewRow, State};
use text::Text;

/// A column, or another field that a row may change.
pub(super) fn column(text: &Text, name: &str) -> String {
    let known = Column::named(name).is_some()
        || ["factor", "owner", "suspended", "last-login"].contains(&name);
    if known {
        text.get(&format!("import-column-{name}"))
    } else {
        name.to_owned()
    }
}

/// How far an import is.
pub(super) fn state(text: &Text, state: State) -> String {
    text.get(&format!("import-state-{}", state.as_str()))
}

/// What a row comes to, and the class of its tag.
pub(super) fn verdict(text: &Text, verdict: &str) -> (String, &'static str) {
    let class = match verdict {
        "new" | "changed" => "tag",
        "error" => "tag bad",
        _ => "tag off",
    };
    let known = [
        "new",
        "changed",
        "unchanged",
        "error",
        "removed",
        "restored",
    ];
    let word = if known.contains(&verdict) {
        text.get(&format!("import-verdict-{verdict}"))
    } else {
        verdict.to_owned()
    };
    (word, class)
}

/// Why a row cannot be.
pub(super) fn fault(text: &Text, row: &PreviewRow) -> Option<String> {
    let code = row.reason.as_ref()?;
    let key = format!("import-fault-{code}");
    Some(if text.has(&key) {
        text.with1(&key, "what", row.filed.what.as_str())
    } else {
        code.clone()
    })
}

/// What a row changes, a line each.
pub(super) fn change(text: &Text, change: &Change) -> String {
    let field = column(text, &change.field);
    let shown = |value: &str| {
        if value.is_empty() {
            text.get("import-empty-value")
        } else {
            value.replace(',', ", ").replace(",  ", ", ")
        }
    };
    if change.old.is_empty() {
        text.with2("import-set", "field", field, "new", shown(&change.new))
    } else {
        let (old, new) = (shown(&change.old), shown(&change.new));
        let values = [
            ("field", (&field).into()),
            ("old", (&old).into()),
            ("new", (&new).into()),
        ];
        text.with("import-from-to", &values)
    }
}

/// Why a file cannot be read.
pub(super) fn file_fault(text: &Text, code: &str) -> String {
    let key = format!("import-file-fault-{code}");
    if text.has(&key) {
        text.get(&key)
    } else {
        text.get("import-file-fault")
    }
}
