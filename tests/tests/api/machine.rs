//! A machine that calls the API.

use app::administer::{self, By, NewCredential, NewRole, NewUser};
use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use domain::id::{ApiCredentialId, OrganisationId};
use domain::scope::{Scope, Scopes};
use http_body_util::BodyExt as _;
use serde_json::Value;
use tests::world::{HOST, World};
use tower::ServiceExt as _;

/// An answer.
#[derive(Debug, Clone)]
pub(crate) struct Told {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

impl Told {
    /// The body as JSON.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|_| panic!("no JSON: {}", self.text))
    }

    /// The code of a problem; empty where it is none.
    pub(crate) fn code(&self) -> String {
        let read: Result<Value, _> = serde_json::from_str(&self.text);
        let code = read
            .ok()
            .and_then(|read| read["code"].as_str().map(str::to_owned));
        code.unwrap_or_default()
    }

    /// What holds for every answer of the API.
    fn hold(self) -> Self {
        assert!(
            !self.status.is_server_error(),
            "{} {}",
            self.status,
            self.text
        );
        assert!(!self.headers.contains_key(header::SET_COOKIE));
        assert!(
            !self
                .headers
                .contains_key(header::ACCESS_CONTROL_ALLOW_ORIGIN)
        );
        if self.status.is_client_error() {
            let content_type = self.headers.get(header::CONTENT_TYPE).unwrap();
            assert_eq!(content_type, "application/problem+json", "{}", self.text);
            let problem = self.json();
            assert_eq!(problem["status"], self.status.as_u16());
            let own = format!("urn:tvasteg:problem:{}", self.code());
            assert_eq!(problem["type"], own);
        }
        self
    }
}

/// One call.
#[derive(Clone)]
pub(crate) struct Asking {
    router: Router,
    method: Method,
    path: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

/// A call of this method and path, by nobody.
pub(crate) fn asking(world: &World, method: &Method, path: &str) -> Asking {
    Asking {
        router: world.node(0).router.clone(),
        method: method.clone(),
        path: path.to_owned(),
        headers: vec![("host".to_owned(), HOST.to_owned())],
        body: Vec::new(),
    }
}

impl Asking {
    /// With a credential.
    pub(crate) fn by(self, token: &str) -> Self {
        self.with("authorization", &format!("Bearer {token}"))
    }

    /// With a header.
    pub(crate) fn with(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// With JSON.
    pub(crate) fn saying(mut self, json: &str) -> Self {
        json.as_bytes().clone_into(&mut self.body);
        self.with("content-type", "application/json")
    }

    /// With any bytes, of no type.
    pub(crate) fn holding(mut self, bytes: Vec<u8>) -> Self {
        self.body = bytes;
        self
    }

    /// The answer.
    pub(crate) async fn send(self) -> Told {
        let mut request = Request::builder().method(self.method).uri(&self.path);
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        let request = request.body(Body::from(self.body)).unwrap();
        let response = self.router.oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = body.collect().await.unwrap().to_bytes();
        Told {
            status: parts.status,
            headers: parts.headers,
            text: String::from_utf8(body.to_vec()).unwrap(),
        }
        .hold()
    }
}

/// Every scope.
pub(crate) fn all_scopes() -> Scopes {
    Scope::all().collect()
}

/// A credential for the machine `robot` of this organisation.
pub(crate) async fn credential(
    world: &World,
    organisation: OrganisationId,
    scopes: Scopes,
) -> (ApiCredentialId, String) {
    let robot = administer::user_named(world.app(), organisation, "robot")
        .await
        .unwrap();
    let new = NewCredential {
        user: robot.id,
        label: "Prov".to_owned(),
        scopes,
        days: 30,
    };
    let by = By::operator(world.now());
    let made = administer::create_credential(world.app(), organisation, new, &by)
        .await
        .unwrap();
    (made.id, made.token)
}

/// Gives the organisation next door a machine of its own.
pub(crate) async fn robot_next_door(world: &World) -> OrganisationId {
    let organisation = world.organisation("grannen").await.id;
    let by = By::operator(world.now());
    let card = NewRole {
        key: "maskin".to_owned(),
        name: "Maskin".to_owned(),
        api_integrator: true,
        ..NewRole::default()
    };
    administer::add_role(world.app(), organisation, card, &by)
        .await
        .unwrap();
    let robot = NewUser {
        username: "robot".to_owned(),
        roles: vec!["maskin".to_owned()],
        ..NewUser::default()
    };
    administer::add_user(world.app(), organisation, robot, &by)
        .await
        .unwrap();
    organisation
}
