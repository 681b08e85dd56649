//! The tokens and codes that the fake issued. They are rows of tables: a reset forgets them, and a
//! seed may have some (`{"id": "pina_reader", "scopes": ["boards:read"]}` of `access_tokens`).

use std::hash::{DefaultHasher, Hash, Hasher};
use std::iter;

use serde_json::{Value, json};

use crate::authorization::{MAIN_ACCOUNT, MAIN_APP, scheme};
use crate::clock::Now;
use crate::description::description;
use crate::state::{Row, State, text};

/// The number of random characters of a token.
const LENGTH: usize = 30;

/// The number of characters after those, which tell whether the fake issued the token.
const CHECK_LENGTH: usize = 10;

/// How many tokens or codes that ended are kept, about; when there are more, the oldest go.
const MOST_ENDED: usize = 1_000;

/// How many tokens or codes are kept at all, about; when there are more, the oldest end.
const MOST_ROWS: usize = 10_000;

const DAY: i64 = 86_400;

/// What can be issued.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A token that requests are made with.
    Access,
    /// A token that is exchanged for new tokens, once.
    Refresh,
    /// An access token that is good for conversion events only.
    Conversion,
    /// The code that the authorize page sends to the app.
    Code,
}

impl Kind {
    fn table(self) -> &'static str {
        match self {
            Self::Access | Self::Conversion => "access_tokens",
            Self::Refresh => "refresh_tokens",
            Self::Code => "authorization_codes",
        }
    }

    fn prefix(self) -> &'static str {
        match self {
            Self::Access => "pina_",
            Self::Refresh => "pinr_",
            Self::Conversion => "pinc_",
            Self::Code => "",
        }
    }

    /// Returns how long it is valid, in seconds; conversion tokens do not expire.
    pub(crate) fn seconds(self) -> Option<i64> {
        match self {
            Self::Access => Some(30 * DAY),
            Self::Refresh => Some(60 * DAY),
            Self::Conversion => None,
            Self::Code => Some(600),
        }
    }
}

/// What a token or code stands for.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Grant {
    /// Id of the account that it acts for.
    pub(crate) account: String,
    /// Id of the app that it was issued to.
    pub(crate) app: String,
    /// The scheme of the description that it is used with.
    pub(crate) scheme: String,
    /// Its scopes; all of them if it has no list.
    pub(crate) scopes: Option<Vec<String>>,
}

impl Grant {
    /// A grant of every scope by the main account.
    pub(crate) fn of_main_account(app: &str, scheme: &str) -> Self {
        Self {
            account: MAIN_ACCOUNT.to_owned(),
            app: app.to_owned(),
            scheme: scheme.to_owned(),
            scopes: None,
        }
    }

    /// Returns the scopes as responses name them.
    pub(crate) fn scope_text(&self) -> String {
        match &self.scopes {
            Some(scopes) => scopes.join(" "),
            None => all_scopes().collect::<Vec<_>>().join(" "),
        }
    }
}

/// What the fake knows of a token or code.
#[derive(Debug)]
pub(crate) enum Found<'s> {
    /// It is valid, and this is its row.
    Valid(Grant, &'s Row),
    /// It is expired, used or revoked.
    Ended,
    /// The fake did not issue it.
    Unknown,
}

/// Issues a token or code, which is valid from now on.
pub(crate) fn issue(state: &mut State, kind: Kind, grant: &Grant) -> String {
    let token = new_text(state, kind.prefix());
    let now = state.clock.now();
    let expiry = kind.seconds().map(|seconds| now.plus_seconds(seconds));
    let row = json!({
        "id": token,
        "_owner": grant.account,
        "app": grant.app,
        "scheme": grant.scheme,
        "scopes": grant.scopes,
        "issued_at": now.milliseconds(),
        "expires_at": expiry.map(Now::milliseconds),
    });
    insert(state, kind, &token, row);
    token
}

/// Issues a code, which is exchanged with the redirect URI that it was sent to.
pub(crate) fn issue_code(state: &mut State, grant: &Grant, redirect_uri: &str) -> String {
    let code = issue(state, Kind::Code, grant);
    if let Some(row) = state.table(Kind::Code.table()).get_mut(&code) {
        row.insert("redirect_uri".to_owned(), json!(redirect_uri));
    }
    code
}

/// Looks a token or code up.
pub(crate) fn find<'s>(state: &'s State, kind: Kind, token: &str) -> Found<'s> {
    let Some(row) = state.row(kind.table(), token) else {
        return match state.forgot_tokens && was_issued(state, token) {
            true => Found::Ended,
            false => Found::Unknown,
        };
    };
    if has_ended(row, state.clock.now()) {
        return Found::Ended;
    }
    // A row of a seed may lack what the fake sets.
    let given = |field: &str, default: &str| match text(row, field) {
        "" => default.to_owned(),
        text => text.to_owned(),
    };
    let scopes = row.get("scopes").and_then(Value::as_array);
    let scopes = scopes.map(|scopes| scopes.iter().filter_map(Value::as_str));
    let grant = Grant {
        account: given("_owner", MAIN_ACCOUNT),
        app: given("app", MAIN_APP),
        scheme: given("scheme", scheme::of_token(token)),
        scopes: scopes.map(|scopes| scopes.map(str::to_owned).collect()),
    };
    Found::Valid(grant, row)
}

/// Ends a token or code, because it was `used` or `revoked`. One that the fake did not issue is
/// remembered as ended, until many others have ended after it.
pub(crate) fn end(state: &mut State, kind: Kind, token: &str, reason: &str) {
    match state.table(kind.table()).get_mut(token) {
        Some(row) => drop(row.insert("ended_by".to_owned(), json!(reason))),
        None => insert(state, kind, token, json!({"id": token, "ended_by": reason})),
    }
}

fn has_ended(row: &Row, now: Now) -> bool {
    let expires_at = row.get("expires_at").and_then(Value::as_i64);
    row.contains_key("ended_by") || expires_at.is_some_and(|at| at <= now.milliseconds())
}

fn insert(state: &mut State, kind: Kind, token: &str, row: Value) {
    if let Value::Object(row) = row {
        state.table(kind.table()).insert(token, row);
    }
    forget_oldest(state, kind);
}

/// Keeps the tables from growing without end: a client that refreshes for ever leaves tokens each time.
fn forget_oldest(state: &mut State, kind: Kind) {
    let now = state.clock.now();
    let table = state.table(kind.table());
    // Not each time: all rows are looked at.
    if !table.len().is_multiple_of(MOST_ENDED) {
        return;
    }
    let ended = table.iter().filter(|(_, row)| has_ended(row, now)).count();
    let mut ended_too_many = ended.saturating_sub(MOST_ENDED);
    let kept = table.len() - ended_too_many;
    let mut valid_too_many = kept.saturating_sub(MOST_ROWS);
    if ended_too_many + valid_too_many == 0 {
        return;
    }
    table.retain(|row| {
        let too_many = match has_ended(row, now) {
            true => &mut ended_too_many,
            false => &mut valid_too_many,
        };
        let goes = *too_many > 0;
        *too_many -= usize::from(goes);
        !goes
    });
    state.forgot_tokens = true;
}

/// The names of all scopes.
pub(crate) fn all_scopes() -> impl Iterator<Item = &'static str> {
    let names = description().component("Scope").known_values();
    names.into_iter().flatten().filter_map(Value::as_str)
}

/// Reads a list of scopes, which commas or spaces separate; fails with a name that is no scope.
pub(crate) fn read_scopes(text: &str) -> Result<Vec<String>, String> {
    let names = text.split([',', ' ']).filter(|name| !name.is_empty());
    let mut scopes: Vec<String> = Vec::new();
    for name in names {
        if !all_scopes().any(|known| known == name) {
            return Err(name.to_owned());
        }
        if !scopes.iter().any(|scope| scope == name) {
            scopes.push(name.to_owned());
        }
    }
    Ok(scopes)
}

/// Fakes of the same seed have the same data, but a token of one must not be known to another: a
/// client that mixes two environments up is to be rejected.
fn new_text(state: &mut State, prefix: &str) -> String {
    let of_fake = hash(&state.api_url);
    let mut random = fastrand::Rng::with_seed(state.random.u64(..) ^ of_fake);
    let letters = iter::repeat_with(|| random.alphanumeric());
    let text: String = prefix.chars().chain(letters.take(LENGTH)).collect();
    let check = check(state, &text);
    text + &check
}

/// The last characters of a token that starts with this text. They belong to the fake: a token that
/// it no longer has a row of is known to have ended.
fn check(state: &State, text: &str) -> String {
    let mut random = fastrand::Rng::with_seed(hash(&(&state.api_url, text)));
    iter::repeat_with(|| random.alphanumeric())
        .take(CHECK_LENGTH)
        .collect()
}

fn was_issued(state: &State, token: &str) -> bool {
    let start = token.len().checked_sub(CHECK_LENGTH);
    let parts = start.and_then(|start| token.split_at_checked(start));
    parts.is_some_and(|(text, given)| check(state, text) == given)
}

fn hash(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Clock;

    fn state(api_url: &str) -> State {
        State::new(Clock::default(), api_url.to_owned(), String::new(), 1)
    }

    #[test]
    fn fakes_of_the_same_seed_have_different_tokens() {
        let grant = Grant::of_main_account(MAIN_APP, scheme::USER);
        let of = |api_url: &str| issue(&mut state(api_url), Kind::Access, &grant);
        assert_eq!(of("http://127.0.0.1:1/v5"), of("http://127.0.0.1:1/v5"));
        assert_ne!(of("http://127.0.0.1:1/v5"), of("http://127.0.0.1:2/v5"));
    }

    #[test]
    fn tokens_that_ended_are_forgotten_and_stay_ended() {
        let mut state = state("");
        let grant = Grant::of_main_account(MAIN_APP, scheme::USER);
        let kept = issue(&mut state, Kind::Refresh, &grant);
        let first = issue(&mut state, Kind::Refresh, &grant);
        end(&mut state, Kind::Refresh, &first, "used");
        for _ in 0..3 * MOST_ENDED {
            let next = issue(&mut state, Kind::Refresh, &grant);
            end(&mut state, Kind::Refresh, &next, "used");
        }
        assert!(state.rows(Kind::Refresh.table()).count() <= 2 * MOST_ENDED);
        assert!(state.row(Kind::Refresh.table(), &first).is_none());
        let found = |token: &str| find(&state, Kind::Refresh, token);
        assert!(matches!(found(&first), Found::Ended));
        assert!(matches!(found(&kept), Found::Valid(..)));
        assert!(matches!(found("pinr_of_another_fake"), Found::Unknown));

        for _ in 0..2 * MOST_ROWS {
            issue(&mut state, Kind::Refresh, &grant);
        }
        assert!(state.rows(Kind::Refresh.table()).count() <= MOST_ROWS + MOST_ENDED);
        assert!(matches!(find(&state, Kind::Refresh, &kept), Found::Ended));
    }

    #[test]
    fn a_row_of_a_seed_needs_no_more_than_an_id() {
        let mut state = state("");
        let row = json!({"id": "pina_reader", "scopes": ["boards:read"]});
        insert(&mut state, Kind::Access, "pina_reader", row);
        let Found::Valid(grant, _) = find(&state, Kind::Access, "pina_reader") else {
            panic!("not found");
        };
        assert_eq!(
            (grant.account.as_str(), grant.scheme.as_str()),
            (MAIN_ACCOUNT, scheme::USER)
        );
        assert_eq!(grant.scopes, Some(vec!["boards:read".to_owned()]));
    }

    #[test]
    fn scopes_are_those_of_the_description() {
        assert_eq!(all_scopes().count(), 19);
        let scopes = read_scopes("boards:read, pins:read boards:read").unwrap();
        assert_eq!(scopes, ["boards:read", "pins:read"]);
        assert_eq!(read_scopes("board:read").unwrap_err(), "board:read");
        for operation in description().operations() {
            for scope in operation.security.iter().flat_map(|s| &s.scopes) {
                assert!(all_scopes().any(|known| known == scope), "{scope}");
            }
        }
    }
}
