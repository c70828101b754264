//! A file of people: looked at, applied all at once, taken back.

mod applying;
mod attacks;
mod eids;
mod looking;
mod secrets;

use app::administer::By;
use app::administer::import::{
    self, Choices, ImportView, Kind, PreviewRow, State, apply, begin, check_now, order_check,
    preview, received,
};
use domain::id::{ImportId, OrganisationId};
use store::testing::{self, Cell, Statement, Value};

use crate::ground::Ground;

pub(super) const HEADINGS: &str = "Användarnamn;Namn;E-post;Mobil;Språk;Roller\n";

impl Ground {
    /// A file that was read in.
    pub(super) async fn file(&self, kind: Kind, content: &[u8], by: &By) -> ImportView {
        let mut receiving = begin(&self.app, self.demo.id, (kind, "personer.csv"), None, by)
            .await
            .unwrap();
        for piece in content.chunks(1_000) {
            receiving.put(piece).await.unwrap();
        }
        received(receiving, self.now).await.unwrap()
    }

    /// A file that was looked at.
    pub(super) async fn looked_at(
        &self,
        kind: Kind,
        content: &[u8],
        choose: impl FnOnce(&mut Choices),
        by: &By,
    ) -> ImportView {
        let import = self.file(kind, content, by).await;
        let mut choices = import.choices.clone();
        choose(&mut choices);
        let at = (import.id, import.version);
        order_check(&self.app, self.demo.id, at, choices, None, by)
            .await
            .unwrap();
        check_now(&self.app, self.demo.id, import.id, self.now)
            .await
            .unwrap()
    }

    /// A table of people that was looked at by the operator.
    pub(super) async fn people_of(&self, rows: &str) -> ImportView {
        let table = format!("{HEADINGS}{rows}");
        self.looked_at(Kind::People, table.as_bytes(), |_| {}, &self.by())
            .await
    }

    /// What each row came to: row, verdict, reason.
    pub(super) async fn verdicts(&self, id: ImportId) -> Vec<(i64, String, String)> {
        let rows = self.rows(id).await.into_iter();
        rows.map(|row| (row.number, row.verdict, row.reason.unwrap_or_default()))
            .collect()
    }

    pub(super) async fn rows(&self, id: ImportId) -> Vec<PreviewRow> {
        let whole = preview(&self.app, self.demo.id, id, None, (0, 5_000)).await;
        whole.unwrap().0
    }

    pub(super) async fn applied(&self, import: &ImportView) -> import::Applied {
        let at = (import.id, import.version);
        apply(&self.app, self.demo.id, at, false, &self.by())
            .await
            .unwrap()
    }

    pub(super) async fn import(&self, id: ImportId) -> ImportView {
        import::find(&self.app, self.demo.id, id).await.unwrap()
    }

    /// One number out of the database.
    pub(super) async fn count(&self, statement: &'static Statement) -> i64 {
        let organisation = self.demo.id;
        let read = move |tx: &mut store::ReadTx| {
            testing::query(tx, statement, &[Value::from(&organisation)])
        };
        match self.app.store.read(read).await.unwrap()[0][0] {
            Cell::Int(count) => count,
            _ => panic!("no number"),
        }
    }
}

pub(super) static PEOPLE: Statement = Statement::new(
    "people",
    "SELECT COUNT(*) FROM users WHERE organisation_id = $1",
);

/// Everything that people are found by, as one text for each engine alike.
pub(super) async fn found_by(ground: &Ground) -> Vec<Vec<String>> {
    static FOUND_BY: Statement = Statement::new(
        "found_by",
        "SELECT u.username, u.name_key, u.address_set, u.role_set, u.factor_set, t.content FROM users u
        JOIN user_texts t ON t.organisation_id = u.organisation_id AND t.user_id = u.user_id
        WHERE u.organisation_id = $1 ORDER BY u.username",
    );
    let organisation: OrganisationId = ground.demo.id;
    let read =
        move |tx: &mut store::ReadTx| testing::query(tx, &FOUND_BY, &[Value::from(&organisation)]);
    let rows = ground.app.store.read(read).await.unwrap();
    let text = |cell: Cell| match cell {
        Cell::Text(text) => text,
        _ => String::new(),
    };
    rows.into_iter()
        .map(|row| row.into_iter().map(text).collect())
        .collect()
}

/// Which state an import is in.
pub(super) fn state(import: &ImportView) -> State {
    import.state
}
