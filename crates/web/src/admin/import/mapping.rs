//! Which column is what, and what else is chosen before the rows are looked at.

use app::administer::import::{
    self, Choices, Column, ImportView, Kind, Separator, SourceKind, State,
};
use app::administer::list_roles;
use axum::extract::RawPathParams;
use factors::Adopts;

use super::{address, given, named, words};
use crate::admin::door::{Admin, AdminForm};
use crate::admin::settled::settled;
use crate::pages::Problem;
use crate::pages::admin::{Field, Fieldset, ImportMappingPage, MappedColumn, Selectable, Shape};
use crate::reply::{Answer, Reply};

/// `GET /admin/import/{id}/columns`: the columns once more.
pub(super) async fn columns(params: RawPathParams, admin: Admin) -> Answer {
    let import = named(&admin, &params).await?;
    if !matches!(import.state, State::Mapping | State::Checked) {
        return Ok(Reply::onward(&address(import.id)));
    }
    let here = format!("{}/columns", address(import.id));
    admin.own.arrival.proved(&admin.own.who, &here).await?;
    shown(&admin, &import, 200, None).await
}

/// The page.
pub(super) async fn shown(
    admin: &Admin,
    import: &ImportView,
    status: u16,
    problem: Option<Problem>,
) -> Answer {
    let arrival = &admin.own.arrival;
    let (app, organisation) = (&arrival.state.app, admin.own.who.organisation.id);
    let sample = given(admin, import::sample(app, organisation, import).await)?;
    let text = &arrival.text;
    let fault = import.counts.fault.as_deref();
    let told = fault
        .map(|code| Problem::new(text.get("import-file-fault"), words::file_fault(text, code)));
    let unreadable = fault.is_some_and(|code| !code.starts_with("container-password"));
    let page = ImportMappingPage {
        frame: admin.frame(),
        file: import.file_name.clone(),
        action: format!("{}/check", address(import.id)),
        discard: format!("{}/discard", address(import.id)),
        version: import.version,
        source: match import.choices.source() {
            SourceKind::Table => None,
            SourceKind::Links => Some(text.get("import-source-links")),
            SourceKind::Container => Some(text.get("import-source-container")),
        },
        separator: separator(admin, import),
        columns: mapped(admin, import, &sample),
        options: options(admin, import).await?,
        unreadable,
        problem: problem.or(told),
    };
    Ok(Reply::page_with(arrival, status, &page))
}

fn separator(admin: &Admin, import: &ImportView) -> Field {
    let chosen = import.choices.separator();
    let options = Separator::ALL.map(|separator| Selectable {
        value: separator.as_str().to_owned(),
        name: admin.t(&format!("import-separator-{}", separator.as_str())),
        selected: separator == chosen,
    });
    Field::line("separator", admin.t("import-separator"), "").shaped(Shape::OneOf(options.into()))
}

fn mapped(
    admin: &Admin,
    import: &ImportView,
    (headings, rows): &(Vec<String>, Vec<Vec<String>>),
) -> Vec<MappedColumn> {
    let mapping = import.choices.mapping();
    let column = |(at, heading): (usize, &String)| {
        let is = |column: &Column| mapping.place(*column) == Some(at);
        let chosen = import.kind.columns().iter().copied().find(is);
        let none = Selectable {
            value: String::new(),
            name: admin.t("import-column-none"),
            selected: chosen.is_none(),
        };
        let options = import.kind.columns().iter().map(|column| Selectable {
            value: column.as_str().to_owned(),
            name: words::column(&admin.own.arrival.text, column.as_str()),
            selected: chosen == Some(*column),
        });
        let shown = |cell: &String| {
            let cell: String = cell.chars().take(40).collect();
            if mapping.is_hidden(at) && !cell.is_empty() {
                "••••".to_owned()
            } else {
                cell
            }
        };
        MappedColumn {
            name: format!("column-{at}"),
            heading: heading.chars().take(60).collect(),
            sample: rows
                .iter()
                .filter_map(|row| row.get(at).map(shown))
                .filter(|cell| !cell.trim().is_empty())
                .collect(),
            options: std::iter::once(none).chain(options).collect(),
        }
    };
    headings.iter().enumerate().map(column).collect()
}

async fn options(admin: &Admin, import: &ImportView) -> Result<Vec<Fieldset>, Reply> {
    let arrival = &admin.own.arrival;
    let text = &arrival.text;
    let chosen = &import.choices;
    let mut fields = Vec::new();
    if import.kind == Kind::Secrets {
        if import.choices.source() == SourceKind::Container {
            let field = Field::line("password", text.get("import-option-password"), "");
            let hint = text.get("import-option-password.hint");
            fields.push(field.shaped(Shape::Secret(false)).hinted(hint));
        }
    } else {
        let invite = Field::line("invite", text.get("import-option-invite"), "");
        let hint = text.get("import-option-invite.hint");
        fields.push(invite.shaped(Shape::Tick(chosen.invite)).hinted(hint));
        for factor in arrival.state.app.registry.iter() {
            if factor.adopts() != Some(Adopts::Number) {
                continue;
            }
            let kind = factor.profile().kind.as_str();
            let name = text.get(&format!("factor-{kind}"));
            let label = text.with1("import-option-factor", "factor", name);
            let ticked = chosen.factors.iter().any(|known| known == kind);
            let field = Field::line(&format!("factor-{kind}"), label, "");
            let hint = text.get("import-option-factor.hint");
            fields.push(field.shaped(Shape::Tick(ticked)).hinted(hint));
        }
    }
    let mut sets = Vec::new();
    if !fields.is_empty() {
        sets.push(Fieldset {
            legend: text.get("import-options"),
            about: None,
            fields,
        });
    }
    if import.kind == Kind::People {
        let organisation = admin.own.who.organisation.id;
        let roles = given(admin, list_roles(&arrival.state.app, organisation).await)?;
        let tick = |role: &domain::role::Role| {
            let ticked = chosen.roles.contains(&role.key);
            Field::line(&format!("role-{}", role.key), role.name.clone(), "")
                .shaped(Shape::Tick(ticked))
        };
        sets.push(Fieldset {
            legend: text.get("import-option-roles"),
            about: None,
            fields: roles.iter().map(tick).collect(),
        });
    }
    Ok(sets)
}

/// `POST /admin/import/{id}/check`.
pub(super) async fn check(params: RawPathParams, form: AdminForm) -> Answer {
    let AdminForm { admin, sent } = form;
    let import = named(&admin, &params).await?;
    let (app, organisation) = (
        admin.own.arrival.state.app.clone(),
        admin.own.who.organisation.id,
    );
    let at = (import.id, sent.of("version").parse().unwrap_or(0));
    let (back, by) = (format!("{}/columns", address(import.id)), admin.by());
    let separator = Separator::named(sent.of("separator")).unwrap_or(import.choices.separator());
    if separator != import.choices.separator() {
        let changed = import::change_separator(&app, organisation, at, separator, &by);
        return match settled(&admin, &back, changed.await).await? {
            Ok(import) => shown(&admin, &import, 200, None).await,
            Err(again) => shown(&admin, &import, again.status(), Some(again.problem(&admin))).await,
        };
    }
    let choices = chosen(&import, &sent);
    let password = Some(sent.of("password").to_owned());
    let ordered = import::order_check(&app, organisation, at, choices.clone(), password, &by);
    match settled(&admin, &back, ordered.await).await? {
        Ok(_) => Ok(Reply::onward(&address(import.id))),
        Err(again) => {
            let typed = ImportView { choices, ..import };
            shown(&admin, &typed, again.status(), Some(again.problem(&admin))).await
        }
    }
}

fn chosen(import: &ImportView, sent: &crate::admin::typed::Typed) -> Choices {
    let with = |opening: &str| {
        let names = sent.0.keys().filter(|name| !sent.of(name).is_empty());
        names
            .filter_map(|name| name.strip_prefix(opening).map(str::to_owned))
            .collect::<Vec<_>>()
    };
    let mut columns: Vec<(String, usize)> = Vec::new();
    if import.choices.source() == SourceKind::Table {
        for (name, value) in &sent.0 {
            let at = name.strip_prefix("column-").and_then(|at| at.parse().ok());
            if let Some(at) = at.filter(|_| !value.is_empty()) {
                columns.push((value.clone(), at));
            }
        }
        columns.sort_by_key(|(_, at)| *at);
    } else {
        columns.clone_from(&import.choices.columns);
    }
    Choices {
        columns,
        factors: with("factor-"),
        roles: with("role-"),
        invite: sent.ticked("invite"),
        ..import.choices.clone()
    }
}
