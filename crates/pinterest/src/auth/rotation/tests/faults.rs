//! No fault of a store costs a pair, whatever happens to its tokens between two refreshes.

use std::sync::Mutex;

use pinterest_test_support::{Response, Server};
use url::form_urlencoded;

use super::*;
use crate::auth::{LoadFuture, LockFuture, SaveFuture};

const DAYS: usize = 24;

/// What happens on a day, before the access token expires.
#[derive(Clone, Copy, Debug)]
enum Fault {
    /// The new pair is not saved.
    SaveFails,
    /// It is saved, but reported as not saved.
    SaveSeemsToFail,
    /// Nothing can be saved until the program is started again.
    FullUntilRestart,
    Removed,
    OlderCopy,
    /// A copy by a program that did not store the time of issue.
    OlderCopyWithoutTime,
    /// The user authorized the app again, which revoked the stored pair, and the program is started
    /// with the new one.
    NewInitialTokens,
}

/// A server that accepts only the last refresh token, and none of them any more once one that was
/// exchanged is sent again.
#[derive(Default)]
struct Authorization {
    /// How long access tokens live from the time of the system on, which does not pass here.
    lifetime: u64,
    issued: usize,
    valid: Option<String>,
    exchanged: Vec<String>,
    sent_again: usize,
}

impl Authorization {
    fn issue(&mut self) -> String {
        self.issued += 1;
        let number = self.issued.to_string();
        self.valid = Some(number.clone());
        number
    }

    fn respond(&mut self, body: &str) -> Response {
        let mut fields = form_urlencoded::parse(body.as_bytes());
        let sent = fields.find(|(name, _)| name == "refresh_token").unwrap().1;
        if self.valid.as_deref() == Some(&*sent) {
            self.exchanged.push(sent.into_owned());
            let number = self.issue();
            let lifetime = self.lifetime;
            return Response::ok(format!(
                r#"{{"access_token": "{number}", "refresh_token": "{number}", "expires_in": {lifetime}}}"#
            ));
        }
        if self.exchanged.iter().any(|exchanged| *exchanged == sent) {
            self.valid = None;
            self.sent_again += 1;
        }
        Response::json(401, r#"{"code": 283, "message": "The grant is invalid"}"#)
    }
}

/// A store without a lock: one process uses it.
#[derive(Clone, Debug, Default)]
struct Store(Arc<Mutex<File>>);

#[derive(Debug, Default)]
struct File {
    tokens: Option<Tokens>,
    saved: Vec<Tokens>,
    /// What comes of the next saves; those after them work.
    next: Vec<Save>,
    full: bool,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Save {
    Works,
    Fails,
    SeemsToFail,
}

impl TokenStore for Store {
    fn lock(&self) -> LockFuture<'_> {
        Box::pin(async { Ok(Box::new(self.clone()) as Box<dyn LockedTokens>) })
    }
}

impl LockedTokens for Store {
    fn load(&mut self) -> LoadFuture<'_> {
        Box::pin(async { Ok(self.0.lock().unwrap().tokens.clone()) })
    }

    fn save<'a>(&'a mut self, tokens: &'a Tokens) -> SaveFuture<'a> {
        let mut file = self.0.lock().unwrap();
        let save = match file.next.pop() {
            _ if file.full => Save::Fails,
            next => next.unwrap_or(Save::Works),
        };
        if save != Save::Fails {
            file.tokens = Some(tokens.clone());
            file.saved.push(tokens.clone());
        }
        Box::pin(async move {
            match save {
                Save::Works => Ok(Saved::Stored),
                Save::Fails | Save::SeemsToFail => Err(Error::credentials("the disk is full")),
            }
        })
    }
}

/// What came of a refresh a day.
#[derive(Debug, PartialEq)]
struct Life {
    exchanged: usize,
    /// Refresh tokens that were sent again after their exchange.
    sent_again: usize,
    days_without_token: usize,
}

/// Refreshes every day, with a fault on every third.
async fn live_with(fault: Fault) -> Life {
    let authorization = Arc::new(Mutex::new(Authorization::default()));
    let server = Server::with_handler({
        let authorization = Arc::clone(&authorization);
        move |request| authorization.lock().unwrap().respond(request.text())
    });
    let oauth = OAuth::new(App::new("1", "secret"))
        .with_environment(Environment::Custom(server.url()))
        .without_retries();
    let time = Arc::new(AtomicU64::new(seconds_since_1970(SystemTime::now())));
    let clock = {
        let time = Arc::clone(&time);
        Clock::that_says(move || at(time.load(Ordering::SeqCst)))
    };
    let store = Store::default();
    let start = |initial: String| {
        let seed = Tokens::from_refresh_token(initial);
        let shared = Arc::new(store.clone());
        Rotation::new(oauth.clone(), Some(seed), shared, clock.clone())
    };
    let initial = authorization.lock().unwrap().issue();
    let mut rotation = start(initial.clone());
    let mut days_without_token = 0;
    for day in 0..DAYS {
        time.fetch_add(86_400, Ordering::SeqCst);
        // Until an hour after now.
        authorization.lock().unwrap().lifetime = (day as u64 + 1) * 86_400 + 3_600;
        let is_faulty = day % 3 == 2 && day > 5;
        if is_faulty {
            let mut file = store.0.lock().unwrap();
            let older = file.saved[file.saved.len() - 3 - day % 2].clone();
            // The last is the first: one that detects a store that cannot save, then the new pair.
            match fault {
                Fault::SaveFails => file.next = vec![Save::Fails, Save::Works],
                Fault::SaveSeemsToFail => file.next = vec![Save::SeemsToFail, Save::Works],
                Fault::FullUntilRestart => file.full = true,
                Fault::Removed => file.tokens = None,
                Fault::OlderCopy => file.tokens = Some(older),
                Fault::OlderCopyWithoutTime => {
                    let refresh_token = older.refresh_token().unwrap().clone();
                    file.tokens = Some(Tokens::from_refresh_token(refresh_token));
                }
                Fault::NewInitialTokens => {
                    rotation = start(authorization.lock().unwrap().issue());
                }
            }
        }
        let mut obtained = rotation.obtain(Need::Any).await;
        if obtained.is_err() && matches!(fault, Fault::FullUntilRestart) {
            store.0.lock().unwrap().full = false;
            rotation = start(initial.clone());
        }
        if obtained.is_err() {
            obtained = rotation.obtain(Need::Any).await;
        }
        days_without_token += usize::from(obtained.is_err());
    }
    let authorization = authorization.lock().unwrap();
    Life {
        exchanged: authorization.exchanged.len(),
        sent_again: authorization.sent_again,
        days_without_token,
    }
}

#[tokio::test]
async fn no_fault_of_a_store_costs_a_pair() {
    for fault in [
        Fault::SaveFails,
        Fault::SaveSeemsToFail,
        Fault::FullUntilRestart,
        Fault::Removed,
        Fault::OlderCopy,
        Fault::OlderCopyWithoutTime,
        Fault::NewInitialTokens,
    ] {
        let expected = Life {
            exchanged: DAYS,
            sent_again: 0,
            days_without_token: 0,
        };
        assert_eq!(live_with(fault).await, expected, "{fault:?}");
    }
}
