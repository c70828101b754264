//! A note on a person: one short line, written over by whoever read the last one, kept in the log, and gone with its person.

use app::administer::audit::{begin_person_export, erase_person};
use app::administer::people::{self, LONGEST_NOTE};
use app::administer::{FieldWhy, Reason};
use domain::audit::EventKind;
use domain::role::BuiltIn;
use store::testing::each_engine;

use super::settled;
use crate::world::{GUEST, World};

async fn texts_on_record(world: &World, user: domain::id::UserId) -> Vec<String> {
    let rows = world.log(user).await.into_iter();
    let noted = rows.filter(|row| row.kind == EventKind::NoteChanged.code());
    let texts = noted.filter_map(|row| row.personal.and_then(|personal| personal.target));
    let mut texts: Vec<String> = texts.collect();
    texts.sort();
    texts
}

#[test]
fn the_later_of_two_is_told_and_no_text_is_lost() {
    each_engine(async |store| {
        let world = World::new(store).await;
        let bo = world.with_rights("bo", &[BuiltIn::People]).await;
        let cilla = world.person("cilla", &GUEST).await;
        let (app, org, by) = (&world.app, world.org(), world.acting(&bo));
        let save = async |text: &str, version| {
            settled(people::save_note(app, org, cilla, (text, version), &by).await)
        };
        let note = async || {
            let view = people::person(app, org, cilla, world.now()).await.unwrap();
            (view.note.text, view.note.by, view.note.version)
        };
        assert_eq!(note().await, (String::new(), None, 0));
        // What cannot be seen does not get in.
        save("Ringer\r\nfrån\u{0} utlandet\u{202e}", 0)
            .await
            .unwrap();
        let first = "Ringer från utlandet".to_owned();
        let by_bo = Some("Anna Lind".to_owned());
        assert_eq!(note().await, (first.clone(), by_bo.clone(), 1));
        assert_eq!(save("Hann inte", 0).await, Err(Reason::Changed));
        save("Har bytt telefon", 1).await.unwrap();
        save("Har bytt telefon", 2).await.unwrap();
        assert_eq!(note().await.2, 2, "nothing was changed");
        let longest = "å".repeat(LONGEST_NOTE);
        save(&longest, 2).await.unwrap();
        let Err(Reason::Faults(faults)) = save(&"å".repeat(LONGEST_NOTE + 1), 3).await else {
            panic!("it is too long")
        };
        assert_eq!(faults[0].why, FieldWhy::TooLong);
        save("", 3).await.unwrap();
        assert_eq!(note().await, (String::new(), by_bo, 4));
        let mut all = vec![first, "Har bytt telefon".to_owned(), longest];
        all.sort();
        assert_eq!(texts_on_record(&world, cilla).await, all);
    });
}

#[test]
fn a_note_is_handed_out_with_the_person_and_erased_with_them_and_beyond_reach_of_others() {
    each_engine(async |store| {
        let world = World::new(store).await;
        let bo = world.with_rights("bo", &[BuiltIn::People]).await;
        let stina = world.with_rights("stina", &[BuiltIn::Support]).await;
        let cilla = world.person("cilla", &GUEST).await;
        let (app, org, by) = (&world.app, world.org(), world.acting(&bo));
        let beyond = people::save_note(app, org, stina.user.id, ("x", 0), &by).await;
        assert_eq!(
            settled(beyond),
            Err(Reason::BeyondReach("stina".to_owned()))
        );
        let agent = people::save_note(app, org, cilla, ("x", 0), &world.acting(&stina)).await;
        assert_eq!(settled(agent), Err(Reason::NoRight));
        settled(people::save_note(app, org, cilla, ("Ringer ofta", 0), &by).await).unwrap();
        let record = settled(begin_person_export(app, org, cilla, &by).await).unwrap();
        assert_eq!(record.note.as_deref(), Some("Ringer ofta"));
        settled(erase_person(app, org, cilla, "cilla", &by).await).unwrap();
        let kept = world.write(move |tx| tx.find_note(org, cilla)).await;
        assert_eq!(kept, None);
        assert_eq!(texts_on_record(&world, cilla).await, Vec::<String>::new());
    });
}
