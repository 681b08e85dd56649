//! A subscriber that keeps everything it is told, for one test.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, LazyLock, Mutex};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::subscriber::DefaultGuard;
use tracing::{Dispatch, Event, Level, Subscriber};
use tracing_subscriber::Registry;
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};
use tracing_subscriber::registry::LookupSpan;

/// While only one subscriber exists, `tracing` asks that of the thread which comes to a place in
/// the code first whether the place is of interest. Other tests have none, and would switch the
/// place off for all. With two that stay, it always asks all there are.
static OTHER_SUBSCRIBERS: LazyLock<[Dispatch; 2]> =
    LazyLock::new(|| std::array::from_fn(|_| Dispatch::new(Registry::default())));

/// Keeps what this thread tells until it is dropped. The tests have single-threaded runtimes, so it
/// is all of a test.
pub(crate) struct Capture {
    told: Arc<Mutex<Told>>,
    _guard: DefaultGuard,
}

#[derive(Default)]
struct Told {
    spans: Vec<(Id, Span)>,
    events: Vec<HeardEvent>,
}

/// A span, with its fields as text.
#[derive(Clone, Debug)]
pub(super) struct Span {
    pub(super) name: &'static str,
    pub(super) target: &'static str,
    pub(super) level: Level,
    /// The name of the span that it stands in.
    pub(super) parent: Option<&'static str>,
    pub(super) fields: BTreeMap<&'static str, String>,
    pub(super) closed: bool,
}

/// An event, with its fields as text.
#[derive(Clone, Debug)]
pub(super) struct HeardEvent {
    pub(super) target: &'static str,
    /// The name of the span that it stands in.
    pub(super) span: Option<&'static str>,
    pub(super) fields: BTreeMap<&'static str, String>,
}

impl Capture {
    pub(crate) fn start() -> Self {
        LazyLock::force(&OTHER_SUBSCRIBERS);
        let told = Arc::new(Mutex::new(Told::default()));
        let subscriber = Registry::default().with(Ear(Arc::clone(&told)));
        Self {
            told,
            _guard: tracing::subscriber::set_default(subscriber),
        }
    }

    /// The spans of calls, in the order in which they began.
    pub(super) fn calls(&self) -> Vec<Span> {
        let told = self.told.lock().unwrap();
        let spans = told.spans.iter().map(|(_, span)| span.clone());
        spans.filter(|span| span.name == "pinterest.call").collect()
    }

    /// The events of a crate.
    pub(super) fn events_of(&self, name: &str) -> Vec<HeardEvent> {
        let told = self.told.lock().unwrap();
        let of_crate = |event: &&HeardEvent| event.target.split("::").next() == Some(name);
        told.events.iter().filter(of_crate).cloned().collect()
    }

    /// All that was told, by this crate and those below it, as one text.
    pub(crate) fn everything(&self) -> String {
        let told = self.told.lock().unwrap();
        format!("{:?} {:?}", told.spans, told.events)
    }
}

/// Ids are given again once a span has closed, so a span is looked up from the newest.
struct Ear(Arc<Mutex<Told>>);

impl Ear {
    fn change(&self, id: &Id, change: impl FnOnce(&mut Span)) {
        let mut told = self.0.lock().unwrap();
        if let Some((_, span)) = told.spans.iter_mut().rev().find(|(known, _)| known == id) {
            change(span);
        }
    }
}

impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for Ear {
    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, context: Context<'_, S>) {
        let metadata = attributes.metadata();
        let mut fields = BTreeMap::new();
        attributes.record(&mut Text(&mut fields));
        let parent = context.span(id).and_then(|span| span.parent());
        let span = Span {
            name: metadata.name(),
            target: metadata.target(),
            level: *metadata.level(),
            parent: parent.map(|parent| parent.name()),
            fields,
            closed: false,
        };
        self.0.lock().unwrap().spans.push((id.clone(), span));
    }

    fn on_record(&self, id: &Id, values: &Record<'_>, _: Context<'_, S>) {
        self.change(id, |span| values.record(&mut Text(&mut span.fields)));
    }

    fn on_event(&self, event: &Event<'_>, context: Context<'_, S>) {
        let mut fields = BTreeMap::new();
        event.record(&mut Text(&mut fields));
        self.0.lock().unwrap().events.push(HeardEvent {
            target: event.metadata().target(),
            span: context.event_span(event).map(|span| span.name()),
            fields,
        });
    }

    fn on_close(&self, id: Id, _: Context<'_, S>) {
        self.change(&id, |span| span.closed = true);
    }
}

struct Text<'a>(&'a mut BTreeMap<&'static str, String>);

impl Visit for Text<'_> {
    fn record_str(&mut self, field: &Field, value: &str) {
        self.0.insert(field.name(), value.to_owned());
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.0.insert(field.name(), format!("{value:?}"));
    }
}
