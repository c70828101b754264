//! What the database itself refuses.

use domain::id::{AddressId, AuthenticatorId, LoginId, PassId, RoleId, TrustedDeviceId};
use domain::login::{Purpose, State};
use store::{Channel, NewAddress, NewLogin, NewPass, NewTrustedDevice, PassPurpose};

use super::Probe;
use crate::world::{NOW, TOTP, authenticator, in_minutes, role};

/// What the database itself refuses, because the row it would belong to is another organisation's.
pub(super) const REFUSED: &[(&str, Probe)] = &[
    ("bump_user_epoch", |tx, org, w| {
        tx.bump_user_epoch(org, w.user).map(|_| true)
    }),
    ("refresh_factor_set", |tx, org, w| {
        tx.refresh_factor_set(org, w.user).map(|_| true)
    }),
    ("assign_role", |tx, org, w| {
        tx.assign_role(org, w.user, w.role, NOW)
    }),
    ("insert_address", |tx, org, w| {
        let new = NewAddress {
            id: AddressId::draw(NOW, tx.random()),
            user: w.user,
            channel: Channel::Email,
            value: "a@b.se",
            canonical: "a@b.se",
            masked: "a",
            verified_at: None,
        };
        tx.insert_address(org, &new, NOW).map(|()| true)
    }),
    ("insert_role", |tx, org, _| {
        // Its permission stands in the other organisation's catalogue.
        let id = RoleId::draw(NOW, tx.random());
        tx.insert_role(org, &role(id, "accounting"), 1, NOW)
    }),
    ("insert_authenticator", |tx, org, w| {
        let id = AuthenticatorId::draw(NOW, tx.random());
        tx.insert_authenticator(org, &authenticator(id, w.user, &TOTP, b"mine"), NOW)
    }),
    ("insert_login", |tx, org, w| {
        let new = NewLogin {
            id: LoginId::draw(NOW, tx.random()),
            secret: &w.login.secret,
            purpose: Purpose::SignIn,
            state: State::FactorPending,
            user: w.user,
            session: None,
            pass: None,
            challenge: None,
            evidence: &[],
            next_state: State::Complete,
            enrolling: None,
            user_epoch: 1,
            policy_epoch: 1,
            trusted_days: 0,
            offers_trust: false,
            return_to: "/",
            expires_at: in_minutes(1),
        };
        tx.insert_login(org, &new, NOW).map(|()| true)
    }),
    ("insert_trusted_device", |tx, org, w| {
        let new = NewTrustedDevice {
            id: TrustedDeviceId::draw(NOW, tx.random()),
            user: w.user,
            secret: &w.device.secret,
            proved_at: NOW,
            browser: "mine",
        };
        tx.insert_trusted_device(org, &new, NOW).map(|()| true)
    }),
    ("insert_recovery_case", |tx, org, w| {
        tx.insert_recovery_case(org, &super::recovery::case_of(w))
    }),
    ("insert_pass", |tx, org, w| {
        let new = NewPass {
            id: PassId::draw(NOW, tx.random()),
            user: w.user,
            purpose: PassPurpose::Enrolment,
            secret: &w.pass.secret,
            channel: None,
            expires_at: in_minutes(1),
        };
        tx.insert_pass(org, &new, NOW).map(|()| true)
    }),
    super::machines::REFUSED_CREDENTIAL,
    super::imports::REFUSED_PARTS[0],
    super::imports::REFUSED_PARTS[1],
];
