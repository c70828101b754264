//! What changes or uses up something, tried under another organisation.

use domain::challenge::Purpose as Asking;
use domain::id::{ChallengeId, SessionId};
use domain::login::State;
use domain::time::Span;
use domain::token::TokenSecret;
use store::{
    Bump, Consumption, CountedMore, DeviceFound, Holder, Issued, NewCode, OrganisationSaved,
    PasswordCount, Permission,
};

use super::Probe;
use crate::world::{
    BUDGET_KEY, EMAIL, NOW, TOTP, in_minutes, new_challenge, new_session, organisation, role,
};

/// What changes or uses up something.
pub(super) const CHANGING: &[(&str, Probe)] = &[
    ("set_password", |tx, org, w| {
        Ok(!tx.set_password(org, w.user, "$mine", NOW)?)
    }),
    ("rehash_password", |tx, org, w| {
        Ok(!tx.rehash_password(org, w.user, "$argon2id$the-hash", "$mine")?)
    }),
    ("set_name", |tx, org, w| {
        Ok(!tx.set_name(org, w.user, "Mallory", None)?)
    }),
    ("refresh_people", |tx, org, w| {
        tx.refresh_people(org, &[w.user]).map(|()| true)
    }),
    ("unlock_authenticators", |tx, org, w| {
        Ok(tx.unlock_authenticators(org, w.user)? == 0)
    }),
    ("forget_wrong_passwords", |tx, org, w| {
        Ok(tx.forget_wrong_passwords(org, w.user)? == 0)
    }),
    ("save_note", |tx, org, w| {
        Ok(!tx.save_note(org, w.user, ("mine", 1), None, NOW)?)
    }),
    ("lock_user", |tx, org, w| Ok(!tx.lock_user(org, w.user)?)),
    ("set_suspended", |tx, org, w| {
        Ok(!tx.set_suspended(org, w.user, Some(NOW))?)
    }),
    ("set_owner", |tx, org, w| {
        Ok(!tx.set_owner(org, w.user, false)?)
    }),
    ("set_language", |tx, org, w| {
        Ok(!tx.set_language(org, w.user, Some("en"))?)
    }),
    ("begin_grace", |tx, org, w| {
        let class = tx.find_class_of(w.org, w.user)?.unwrap();
        Ok(tx.begin_grace(org, &class, NOW)? == 0)
    }),
    ("move_grace", |tx, org, w| {
        let class = tx.find_class_of(w.org, w.user)?.unwrap();
        Ok(tx.move_grace(org, &class, Some(NOW))? == 0)
    }),
    ("begin_grace_of", |tx, org, w| {
        Ok(!tx.begin_grace_of(org, w.user, NOW)?)
    }),
    ("note_grace_told", |tx, org, w| {
        Ok(!tx.note_grace_told(org, w.user, NOW, 3)?)
    }),
    ("set_grace", |tx, org, w| {
        Ok(!tx.set_grace(org, w.user, Some(NOW))?)
    }),
    ("note_login", |tx, org, w| {
        tx.note_login(org, w.user, NOW, Some(&TOTP)).map(|()| true)
    }),
    ("mark_verified", |tx, org, w| {
        Ok(!tx.mark_verified(org, w.user, w.number, NOW)?)
    }),
    ("remove_address", |tx, org, w| {
        Ok(!tx.remove_address(org, w.user, w.mailbox)?)
    }),
    ("save_role", |tx, org, w| {
        Ok(!tx.save_role(org, &role(w.role, "accounting"))?)
    }),
    ("remove_role", |tx, org, w| {
        Ok(!tx.remove_role(org, w.spare_role)?)
    }),
    ("move_role", |tx, org, w| Ok(!tx.move_role(org, w.role, 1)?)),
    ("lock_catalogue", |tx, org, _| {
        tx.lock_catalogue(org).map(|()| true)
    }),
    ("save_permission", |tx, org, w| {
        let was = tx
            .find_permission(w.org, "books.read")?
            .expect("it is there");
        Ok(!tx.save_permission(org, &was, "mine", "mine")?)
    }),
    ("place_permissions", |tx, org, _| {
        tx.place_permissions(org, &["none".to_owned(), "books.read".to_owned()])
            .map(|()| true)
    }),
    ("remove_permission", |tx, org, _| {
        Ok(!tx.remove_permission(org, "books.read")?)
    }),
    ("unassign_role", |tx, org, w| {
        Ok(!tx.unassign_role(org, w.user, w.role)?)
    }),
    ("rename_authenticator", |tx, org, w| {
        Ok(!tx.rename_authenticator(org, w.user, w.totp, "mine")?)
    }),
    ("remove_authenticator", |tx, org, w| {
        Ok(!tx.remove_authenticator(org, w.user, w.totp)?)
    }),
    ("remove_authenticators_of_kind", |tx, org, w| {
        Ok(tx.remove_authenticators_of_kind(org, w.user, &TOTP)? == 0)
    }),
    ("remove_authenticators_of_user", |tx, org, w| {
        Ok(tx.remove_authenticators_of_user(org, w.user)? == 0)
    }),
    ("open_answer", |tx, org, w| {
        Ok(tx.open_answer(org, w.user, &TOTP, NOW)?.is_empty())
    }),
    ("take_back_answer", |tx, org, w| {
        let read = tx.authenticators_of_user(w.org, w.user)?;
        tx.take_back_answer(org, &read).map(|()| true)
    }),
    ("open_closed_authenticators", |tx, org, w| {
        Ok(tx.open_closed_authenticators(org, w.user)? == 0)
    }),
    ("count_attempt", |tx, org, w| {
        Ok(tx
            .count_attempt(org, w.holder(), w.challenge, &TOTP, Asking::Prove, NOW)?
            .is_none())
    }),
    ("take_back_attempt", |tx, org, w| {
        tx.take_back_attempt(org, w.holder(), w.challenge)
            .map(|()| true)
    }),
    ("resend_challenge", |tx, org, w| {
        let read = tx
            .find_challenge(w.org, w.holder(), w.challenge)?
            .expect("it is there");
        let code = NewCode {
            data: b"mine",
            data_format: 1,
            code_expires_at: in_minutes(9),
            resend_after: in_minutes(9),
        };
        Ok(!tx.resend_challenge(org, w.holder(), &read, &code, in_minutes(2))?)
    }),
    ("save_draft", |tx, org, w| {
        let read = tx
            .find_challenge(w.org, w.holder(), w.challenge)?
            .expect("it is there");
        let code = NewCode {
            data: b"mine",
            data_format: 1,
            code_expires_at: in_minutes(9),
            resend_after: in_minutes(9),
        };
        Ok(!tx.save_draft(org, w.holder(), &read, &code)?)
    }),
    ("confirm_challenge", |tx, org, w| {
        Ok(!tx.confirm_challenge(org, w.holder(), w.challenge)?)
    }),
    ("rehang_challenge", |tx, org, w| {
        let elsewhere = Holder::Browser([7; 16]);
        Ok(!tx.rehang_challenge(org, (w.holder(), elsewhere), w.challenge)?)
    }),
    ("replace_challenges", |tx, org, w| {
        Ok(tx.replace_challenges(org, w.holder(), Asking::Prove)? == 0)
    }),
    ("end_challenges", |tx, org, w| {
        Ok(tx.end_challenges(org, w.holder())? == 0)
    }),
    ("consume_authenticator", |tx, org, w| {
        let read = tx
            .find_authenticator(w.org, w.user, w.totp)?
            .expect("it is there");
        let data = Consumption::Data {
            data: b"mine",
            data_format: 1,
        };
        Ok(
            !tx.consume_authenticator(org, &read, &Consumption::Through(9), NOW)?
                && !tx.consume_authenticator(org, &read, &Consumption::Challenge, NOW)?
                && !tx.consume_authenticator(org, &read, &data, NOW)?,
        )
    }),
    ("consume_challenge", |tx, org, w| {
        Ok(!tx.consume_challenge(org, w.holder(), w.challenge, NOW)?)
    }),
    ("consume_login", |tx, org, w| {
        let read = tx.find_login(&w.login)?.expect("it is there");
        Ok(!tx.consume_login(org, &read, State::Complete, &[], NOW)?)
    }),
    ("consume_pass", |tx, org, w| {
        Ok(tx.consume_pass(org, w.pass_id(), NOW)?.is_none())
    }),
    ("consume_trust_offer", |tx, org, w| {
        Ok(!tx.consume_trust_offer(org, w.login_id(), NOW)?)
    }),
    ("save_login", |tx, org, w| {
        let read = tx.find_login(&w.login)?.expect("it is there");
        let mut to = read.clone();
        to.state = State::Refused;
        Ok(!tx.save_login(org, &read, &to)?)
    }),
    ("rotate_login", |tx, org, w| {
        Ok(!tx.rotate_login(org, w.login_id(), &w.pass.secret)?)
    }),
    ("refuse_logins_of_user", |tx, org, w| {
        Ok(tx.refuse_logins_of_user(org, w.user, None)? == 0)
    }),
    ("remove_login", |tx, org, w| {
        Ok(!tx.remove_login(org, w.login_id())?)
    }),
    ("issue_session", |tx, org, w| {
        let (id, secret) = (
            SessionId::draw(NOW, tx.random()),
            TokenSecret::draw(tx.random()),
        );
        let epochs = (
            tx.user(w.org, w.user)?.epoch,
            tx.organisation(org)?.policy_epoch,
        );
        Ok(
            tx.issue_session(org, &new_session(id, &secret, w.user, epochs, &[]), NOW)?
                == Issued::Stale,
        )
    }),
    ("replace_session", |tx, org, w| {
        let (id, secret) = (
            SessionId::draw(NOW, tx.random()),
            TokenSecret::draw(tx.random()),
        );
        let epochs = (
            tx.user(w.org, w.user)?.epoch,
            tx.organisation(org)?.policy_epoch,
        );
        let new = new_session(id, &secret, w.user, epochs, &[]);
        Ok(tx.replace_session(org, w.session_id(), &new, NOW)? == Issued::Stale)
    }),
    ("touch_sessions", |tx, org, w| {
        tx.touch_sessions(&[(org, w.session_id(), in_minutes(9))])
            .map(|()| true)
    }),
    ("renew_session_epochs", |tx, org, w| {
        Ok(!tx.renew_session_epochs(org, w.session_id(), 99, 99)?)
    }),
    ("set_session_device", |tx, org, w| {
        Ok(!tx.set_session_device(org, w.user, w.session_id(), Some(w.device_id()))?)
    }),
    ("remove_session", |tx, org, w| {
        Ok(!tx.remove_session(org, w.user, w.session_id())?)
    }),
    ("remove_sessions_of_user", |tx, org, w| {
        Ok(tx.remove_sessions_of_user(org, w.user, None)? == 0)
    }),
    ("rotate_trusted_device", |tx, org, w| {
        let DeviceFound::Current(device) = tx.find_trusted_device(&w.device)? else {
            panic!("the device is known");
        };
        Ok(!tx.rotate_trusted_device(org, &device, &w.pass.secret, NOW, NOW)?)
    }),
    ("remove_trusted_device", |tx, org, w| {
        Ok(!tx.remove_trusted_device(org, w.user, w.device_id())?)
    }),
    ("remove_trusted_devices_of_user", |tx, org, w| {
        Ok(tx.remove_trusted_devices_of_user(org, w.user)? == 0)
    }),
    ("spend_passes_of_user", |tx, org, w| {
        Ok(tx.spend_passes_of_user(org, w.user, NOW)? == 0)
    }),
    ("reserve_password_count", |tx, org, w| {
        Ok(tx.reserve_password_count(org, b"agnes", Some(w.user), NOW)?
            == PasswordCount::Reserved { count: 1 })
    }),
    ("clear_password_count", |tx, org, _| {
        tx.clear_password_count(org, b"agnes").map(|()| true)
    }),
    ("add_counts", |tx, org, _| {
        let more = CountedMore {
            key: BUDGET_KEY,
            delta: 1,
            expires_at: in_minutes(1),
        };
        Ok(tx.add_counts(org, &[more], NOW)? == [1])
    }),
    ("take_budget", |tx, org, _| {
        Ok(tx.take_budget(org, BUDGET_KEY, 1, 2, Span::hours(1), NOW)? == Some(1))
    }),
    ("finish_job", |tx, org, w| Ok(!tx.finish_job(org, w.job)?)),
    ("postpone_job", |tx, org, w| {
        Ok(!tx.postpone_job(org, w.job, in_minutes(9))?)
    }),
    ("save_setting", |tx, org, _| {
        tx.save_setting(org, "colour", "mine").map(|()| true)
    }),
    ("remove_setting", |tx, org, _| {
        Ok(!tx.remove_setting(org, "colour")?)
    }),
    ("bump_policy_epoch", |tx, org, _| {
        tx.bump_policy_epoch(org).map(|_| true)
    }),
    ("save_organisation", |tx, org, _| {
        tx.save_organisation(&organisation(org, "grannen"), Bump::Policy)
            .map(|done| done == OrganisationSaved::Saved)
    }),
    ("remove_sessions_of_organisation", |tx, org, w| {
        tx.remove_sessions_of_organisation(org)?;
        Ok(!tx.sessions_of_user(w.org, w.user)?.is_empty())
    }),
    ("insert_permission", |tx, org, _| {
        let permission = Permission {
            key: "books.read".to_owned(),
            name: "mine".to_owned(),
            area: String::new(),
            built_in: false,
            position: 0,
        };
        tx.insert_permission(org, &permission)
    }),
    ("insert_challenge", |tx, org, w| {
        let id = ChallengeId::draw(NOW, tx.random());
        tx.insert_challenge(org, &new_challenge(id, w.user, w.holder(), &EMAIL), NOW)?;
        Ok(tx.challenges_of(w.org, w.holder())?.len() == 1)
    }),
    ("insert_job", |tx, org, w| {
        let id = tx.insert_job(org, "clean", b"", NOW, NOW)?;
        Ok(!tx.finish_job(w.org, id)?)
    }),
    ("audit", |tx, org, w| {
        let event =
            domain::audit::Event::by_operator(domain::audit::EventKind::PassIssued, Some(w.user));
        tx.audit(org, &event, NOW)?;
        Ok(tx.events_of_subject(w.org, w.user, None, 10)?.len() == 1)
    }),
];
