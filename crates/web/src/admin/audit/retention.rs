//! `/admin/audit/retention`: for how long what is kept. Owners decide it.

use app::administer::{AdministerFault, Reason, audit};
use domain::audit::retention::{Category, LEAST_ADDRESS_DAYS, MOST_DAYS, Retention};

use super::{HERE, given};
use crate::admin::door::{Admin, AdminForm};
use crate::admin::settings::{Part, SettingsForm};
use crate::admin::typed::{Reader, Typed};
use crate::arrival::Arrival;
use crate::pages::admin::{Field, Fieldset, Shape};
use crate::reply::{Answer, Reply};

/// The form.
pub(super) const FORM: SettingsForm<Kept> = SettingsForm {
    path: "/admin/audit/retention",
    page: "admin-audit-retention",
    heading: "audit-retention",
    part: Kept,
    fields,
    typed,
    read,
};

/// How long the log is kept.
pub(super) struct Kept;

impl Part for Kept {
    type Whole = Retention;

    const HOME: &'static str = HERE;

    async fn whole(admin: &Admin) -> Result<Retention, Reply> {
        let own = &admin.own;
        if !own.who.user.owner {
            return Err(own.arrival.status(404));
        }
        let (app, organisation) = (&own.arrival.state.app, own.who.organisation.id);
        given(
            &own.arrival,
            audit::stored_retention(app, organisation).await,
        )
    }

    fn mark(&self, whole: &Retention) -> Result<String, app::Fault> {
        Ok(serde_json::to_string(whole)?)
    }

    async fn save(
        &self,
        admin: &Admin,
        new: Retention,
        made_from: &str,
        _: Option<String>,
    ) -> Result<(), AdministerFault> {
        let own = &admin.own;
        let (app, organisation) = (&own.arrival.state.app, own.who.organisation.id);
        let made_from = serde_json::from_str(made_from).map_err(|_| Reason::Changed)?;
        audit::save_retention(app, organisation, new, made_from, &admin.by()).await
    }
}

/// `GET`.
pub(super) async fn page(admin: Admin) -> Answer {
    FORM.show(&admin).await
}

/// `POST`.
pub(super) async fn save(form: AdminForm) -> Answer {
    FORM.save(form).await
}

fn fields(arrival: &Arrival, _: &Retention) -> Vec<Fieldset> {
    let text = &arrival.text;
    let days = |name: &str, least: u32| {
        Field::line(name, text.get(&format!("audit-keep-{name}")), "")
            .shaped(Shape::Number)
            .demanded()
            .hinted(text.with2("audit-keep-between", "least", least, "most", MOST_DAYS))
    };
    let categories = Category::ALL.map(|one| days(one.code(), one.least()));
    vec![
        Fieldset {
            legend: text.get("audit-keep-rows"),
            about: Some(text.get("audit-keep-rows-about")),
            fields: categories.to_vec(),
        },
        Fieldset {
            legend: text.get("audit-keep-personal"),
            about: Some(text.get("audit-keep-personal-about")),
            fields: vec![days("addresses", LEAST_ADDRESS_DAYS)],
        },
    ]
}

fn typed(_: &Arrival, kept: &Retention) -> Typed {
    Category::ALL
        .into_iter()
        .fold(Typed::default(), |typed, one| {
            typed.with(one.code(), kept.days(one).to_string())
        })
        .with("addresses", kept.addresses.to_string())
}

fn read(typed: &Typed, _: Retention) -> Result<Retention, Vec<app::administer::FieldFault>> {
    let mut reader = Reader::of(typed);
    let mut days = |category: Category| reader.number(category.code());
    let (sign_ins, messages) = (days(Category::SignIns), days(Category::Messages));
    let (reading, changes) = (days(Category::Reading), days(Category::Changes));
    let addresses = reader.number("addresses");
    reader.end(Retention {
        sign_ins,
        messages,
        reading,
        changes,
        addresses,
    })
}
