//! A column of personal numbers: eIDs bound by a table, masked wherever the table is seen.

use app::administer::import::{self, Kind};
use app::administer::people::connect_eid;
use app::administer::{self, By, Reason};
use domain::factor::FactorKind;
use domain::id::UserId;
use store::testing::{self, Cell, Statement, Value, each_engine};

use crate::administer::reason;
use crate::ground::Ground;

/// The kind that stands for every eID here.
const EID: FactorKind = FactorKind::new("bankid");
const ANNA: &str = "199908072391";
const BO: &str = "199006022397";

impl Ground {
    async fn with_service(store: store::Store) -> Self {
        let ground = Self::lay(store).await;
        let demo = ground.demo.id;
        let unit = move |tx: &mut store::Tx| tx.set_services(demo, &["bankid".to_owned()]);
        ground.app.store.write(unit).await.unwrap();
        ground
    }

    /// Whose eID the number is.
    async fn holder(&self, digits: &'static str) -> Option<UserId> {
        let demo = self.demo.id;
        let read = move |tx: &mut store::ReadTx| {
            tx.find_authenticator_by_identifier(demo, &EID, digits.as_bytes())
        };
        let found = self.app.store.read(read).await.unwrap();
        found.map(|bound| bound.user)
    }

    async fn numbers(&self, rows: &str, by: &By) -> import::ImportView {
        let table = format!("Användarnamn;Namn;Personnummer\n{rows}");
        self.looked_at(Kind::People, table.as_bytes(), |_| {}, by)
            .await
    }
}

#[test]
fn numbers_are_bound_and_never_shown_whole_and_taken_back() {
    each_engine(async |store| {
        let ground = Ground::with_service(store).await;
        let bo = ground.person("bo").await;
        let by = ground.by();
        let import = ground
            .numbers("anna;Anna Ek;990807-2391\nbo;;19900602-2397\nåsa;;\n", &by)
            .await;
        for row in ground.rows(import.id).await {
            let shown = serde_json::to_string(&row.filed).unwrap();
            assert!(
                !shown.contains("2391") && !shown.contains("2397"),
                "{shown}"
            );
        }
        let rows = ground.rows(import.id).await;
        let shown = serde_json::to_string(&rows[0].filed).unwrap();
        assert!(shown.contains("19990807-****"), "{shown}");
        assert!(!staged(&ground).await.contains("2391"), "sealed and hashed");
        ground.applied(&import).await;
        let demo = ground.demo.id;
        let anna = administer::user_named(&ground.app, demo, "anna")
            .await
            .unwrap();
        assert_eq!(ground.holder(ANNA).await, Some(anna.id));
        assert_eq!(ground.holder(BO).await, Some(bo));
        assert_eq!(anna.factor_set.to_string(), "bankid");

        // The same once more changes nothing; another number for the same person is a fault.
        let again = ground
            .numbers("anna;Anna Ek;19990807-2391\nbo;;198112189876\n", &by)
            .await;
        let verdicts = ground.verdicts(again.id).await;
        assert_eq!(verdicts[0].1, "unchanged");
        assert_eq!(verdicts[1].2, "personal-number-other");

        let applied = ground.import(import.id).await;
        import::undo(&ground.app, demo, applied.id, &by)
            .await
            .unwrap();
        assert_eq!(ground.holder(ANNA).await, None);
        assert_eq!(ground.holder(BO).await, None);
    });
}

#[test]
fn every_row_that_cannot_be_says_why_with_its_number() {
    each_engine(async |store| {
        let ground = Ground::with_service(store).await;
        let bo = ground.person("bo").await;
        let by = By::operator(ground.now);
        let eid = (EID, BO);
        connect_eid(&ground.app, ground.demo.id, bo, eid, &by)
            .await
            .unwrap();
        let import = ground
            .numbers(
                "a;;990807-2392\nb;;990807-239\nc;;19991307-2391\nd;;990602-T397\n\
                 e;;9006022397\nf;;199908072391\ng;;990807-2391\n",
                &by,
            )
            .await;
        let expected = [
            (2, "error", "personal-number-check-digit"),
            (3, "error", "personal-number-malformed"),
            (4, "error", "personal-number-impossible-date"),
            (5, "error", "personal-number-interim"),
            (6, "error", "personal-number-taken"),
            (7, "new", ""),
            (8, "error", "personal-number-doubled"),
        ];
        let verdicts = ground.verdicts(import.id).await;
        let verdicts: Vec<_> = verdicts
            .iter()
            .map(|(row, verdict, why)| (*row, verdict.as_str(), why.as_str()))
            .collect();
        assert_eq!(verdicts, expected);
        for row in ground.rows(import.id).await {
            let shown = serde_json::to_string(&row.filed).unwrap();
            assert!(!shown.contains("239"), "what was typed is told to nobody");
        }

        // What became somebody else's since is told, and nothing is applied.
        let next = ground.numbers("f;;199908072391\n", &by).await;
        let late = (EID, ANNA);
        let eva = ground.person("eva").await;
        connect_eid(&ground.app, ground.demo.id, eva, late, &by)
            .await
            .unwrap();
        let at = (next.id, next.version);
        let applied = import::apply(&ground.app, ground.demo.id, at, false, &by).await;
        assert_eq!(reason(applied), Reason::ImportStale);
        let marked = ground.verdicts(next.id).await;
        assert_eq!(marked[0].2, "personal-number-taken");
        assert_eq!(ground.holder(ANNA).await, Some(eva));
    });
}

#[test]
fn without_a_service_no_number_is_bound() {
    each_engine(async |store| {
        let ground = Ground::lay(store).await;
        let import = ground.numbers("anna;;990807-2391\n", &ground.by()).await;
        assert_eq!(ground.verdicts(import.id).await[0].2, "eid-unavailable");
    });
}

/// What stands in clear of whatever is staged, as one text.
async fn staged(ground: &Ground) -> String {
    static STAGED: Statement = Statement::new(
        "staged_eids",
        "SELECT s.label, s.data, s.identifier, r.data, r.content FROM import_authenticators s
        JOIN import_rows r ON r.organisation_id = s.organisation_id AND r.import_id = s.import_id AND r.row_no = s.row_no
        WHERE s.organisation_id = $1",
    );
    let demo = ground.demo.id;
    let read = move |tx: &mut store::ReadTx| testing::query(tx, &STAGED, &[Value::from(&demo)]);
    let rows = ground.app.store.read(read).await.unwrap();
    assert_eq!(rows.len(), 2, "two are staged");
    let cells = rows.into_iter().flatten().map(|cell| match cell {
        Cell::Text(text) => text,
        Cell::Blob(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
        _ => String::new(),
    });
    cells.collect()
}
