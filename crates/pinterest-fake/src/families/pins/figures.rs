//! The activity on Pins: made up, but the same for the same Pin, day and device, whoever asks, so
//! that days add up to totals and devices to the whole.

use std::collections::HashMap;
use std::ops::AddAssign;

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use serde_json::{Map, Value, json};

use crate::state::{Row, State, text};

/// How far back figures reach, in days.
pub(in crate::families) const DAYS_BACK: i32 = 90;

/// Lifetimes are counted for at most this many days.
const LIFETIME_DAYS: i32 = 800;

/// Kinds of device, in the order in which [`of_day`] has them.
pub(in crate::families) const DEVICES: [&str; 3] = ["MOBILE", "TABLET", "WEB"];

/// Share of each kind of device, in percent.
const SHARES: [u64; 3] = [68, 9, 23];

/// What happened to a Pin.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::families) struct Figures {
    impressions: u64,
    pin_clicks: u64,
    outbound_clicks: u64,
    saves: u64,
    comments: u64,
    reactions: u64,
    follows: u64,
    profile_visits: u64,
    video_starts: u64,
    video_views: u64,
    video_views_10s: u64,
    video_views_95_percent: u64,
    /// In milliseconds.
    watch_time: u64,
}

impl AddAssign for Figures {
    fn add_assign(&mut self, other: Self) {
        self.impressions += other.impressions;
        self.pin_clicks += other.pin_clicks;
        self.outbound_clicks += other.outbound_clicks;
        self.saves += other.saves;
        self.comments += other.comments;
        self.reactions += other.reactions;
        self.follows += other.follows;
        self.profile_visits += other.profile_visits;
        self.video_starts += other.video_starts;
        self.video_views += other.video_views;
        self.video_views_10s += other.video_views_10s;
        self.video_views_95_percent += other.video_views_95_percent;
        self.watch_time += other.watch_time;
    }
}

impl Figures {
    /// Returns a metric by the name that analytics have for it.
    pub(in crate::families) fn metric(&self, name: &str) -> Value {
        let engagements = self.pin_clicks + self.outbound_clicks + self.saves;
        let rate = |count: u64| match self.impressions {
            0 => json!(0.0),
            all => json!((count as f64 / all as f64 * 1e6).round() / 1e6),
        };
        match name {
            "IMPRESSION" => json!(self.impressions),
            "PIN_CLICK" => json!(self.pin_clicks),
            "PIN_CLICK_RATE" => rate(self.pin_clicks),
            "OUTBOUND_CLICK" => json!(self.outbound_clicks),
            "OUTBOUND_CLICK_RATE" => rate(self.outbound_clicks),
            "SAVE" => json!(self.saves),
            "SAVE_RATE" => rate(self.saves),
            "ENGAGEMENT" => json!(engagements),
            "ENGAGEMENT_RATE" => rate(engagements),
            "TOTAL_COMMENTS" => json!(self.comments),
            "TOTAL_REACTIONS" => json!(self.reactions),
            "USER_FOLLOW" => json!(self.follows),
            "PROFILE_VISIT" => json!(self.profile_visits),
            "VIDEO_START" => json!(self.video_starts),
            "VIDEO_MRC_VIEW" => json!(self.video_views),
            "VIDEO_10S_VIEW" => json!(self.video_views_10s),
            "QUARTILE_95_PERCENT_VIEW" => json!(self.video_views_95_percent),
            "VIDEO_V50_WATCH_TIME" => json!(self.watch_time),
            "VIDEO_AVG_WATCH_TIME" => match self.video_views {
                0 => json!(0),
                views => json!((self.watch_time as f64 / views as f64 * 100.0).round() / 100.0),
            },
            _ => json!(0),
        }
    }

    /// Returns several metrics by name.
    pub(in crate::families) fn metrics(&self, names: &[String]) -> Value {
        let metrics = names.iter().map(|name| (name.clone(), self.metric(name)));
        Value::Object(metrics.collect())
    }
}

/// What determines the figures of a Pin.
#[derive(Clone, Debug)]
pub(in crate::families) struct Subject {
    seed: u64,
    is_video: bool,
    created: Date,
    promoted: Option<Date>,
}

impl Subject {
    pub(in crate::families) fn new(pin: &Row, promotions: &HashMap<String, Date>) -> Self {
        let id = text(pin, "id");
        let created = text(pin, "created_at").get(..10).unwrap_or_default();
        Self {
            seed: noise(id),
            is_video: text(pin, "creative_type").contains("VIDEO"),
            created: created.parse().unwrap_or(Date::MIN),
            promoted: promotions.get(id).copied(),
        }
    }

    /// Tells whether the Pin was there on a day.
    pub(in crate::families) fn is_there(&self, date: Date) -> bool {
        date >= self.created
    }

    /// Returns the figures of a day by device, those without ads or those of ads.
    pub(in crate::families) fn of_day(&self, date: Date, is_paid: bool) -> [Figures; 3] {
        let is_active = match is_paid {
            true => self.promoted.is_some_and(|since| date >= since),
            false => self.is_there(date),
        };
        match is_active {
            true => self.active_day(date, is_paid),
            false => [Figures::default(); 3],
        }
    }

    fn active_day(&self, date: Date, is_paid: bool) -> [Figures; 3] {
        let day = i64::from(date.year()) * 372 + i64::from(date.month()) * 31;
        let day = (day + i64::from(date.day())) as u64 * 2 + u64::from(is_paid);
        let seed = self.seed ^ day.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let mut random = fastrand::Rng::with_seed(seed);
        let popularity = 60 + self.seed % 900 + if is_paid { 1_500 } else { 0 };
        let impressions = popularity * random.u64(60..=140) / 100;
        let mut per_mille = |least: u64, most: u64| random.u64(least..=most);
        let pin_clicks = per_mille(20, 60);
        let outbound = per_mille(300, 700);
        let saves = per_mille(5, 30);
        let (comments, reactions) = (per_mille(0, 2), per_mille(0, 8));
        let (follows, visits) = (per_mille(0, 4), per_mille(2, 9));
        let starts = per_mille(300, 700);
        let (views, views_10s, to_the_end) = (
            per_mille(600, 900),
            per_mille(300, 600),
            per_mille(200, 600),
        );
        let watch_time = per_mille(1_500, 9_000);
        SHARES.map(|share| {
            let seen = impressions * share / 100;
            let of = |whole: u64, rate: u64| whole * rate / 1_000;
            let clicked = of(seen, pin_clicks);
            let started = if self.is_video { of(seen, starts) } else { 0 };
            let viewed = of(started, views);
            let viewed_10s = of(viewed, views_10s);
            Figures {
                impressions: seen,
                pin_clicks: clicked,
                outbound_clicks: of(clicked, outbound),
                saves: of(seen, saves),
                comments: of(seen, comments),
                reactions: of(seen, reactions),
                follows: of(seen, follows),
                profile_visits: of(seen, visits),
                video_starts: started,
                video_views: viewed,
                video_views_10s: viewed_10s,
                video_views_95_percent: of(viewed_10s, to_the_end),
                watch_time: viewed * watch_time,
            }
        })
    }

    /// Returns the sum over days, devices, and activity with and without ads.
    fn total(&self, days: impl IntoIterator<Item = Date>) -> Figures {
        let mut total = Figures::default();
        for date in days {
            for is_paid in [false, true] {
                for figures in self.of_day(date, is_paid) {
                    total += figures;
                }
            }
        }
        total
    }

    /// Returns the sum over the life of the Pin up to the day before `today`.
    pub(in crate::families) fn lifetime(&self, today: Date) -> Figures {
        let first = before(today, LIFETIME_DAYS).max(self.created);
        self.total(days(first, before(today, 1)))
    }
}

/// Returns the metrics that a Pin itself carries if they are asked for.
pub(super) fn of_pin_itself(pin: &Row, promotions: &HashMap<String, Date>, today: Date) -> Value {
    let subject = Subject::new(pin, promotions);
    let recent = subject.total(days(before(today, DAYS_BACK), before(today, 1)));
    let lifetime = subject.lifetime(today);
    let named = |figures: &Figures| -> Map<String, Value> {
        let pairs = [
            ("impression", figures.impressions),
            ("pin_click", figures.pin_clicks),
            ("clickthrough", figures.outbound_clicks),
            ("save", figures.saves),
        ];
        let pairs = pairs.map(|(name, count)| (name.to_owned(), json!(count)));
        pairs.into_iter().collect()
    };
    let mut of_lifetime = named(&lifetime);
    of_lifetime.insert("reaction".to_owned(), json!(lifetime.reactions));
    of_lifetime.insert("comment".to_owned(), json!(lifetime.comments));
    json!({"90d": named(&recent), "lifetime_metrics": of_lifetime})
}

/// Returns the Pins that ads promote, with the day of the first ad.
pub(in crate::families) fn promotions(state: &State) -> HashMap<String, Date> {
    let mut promotions = HashMap::new();
    for (_, ad) in state.rows("ads") {
        let pin = text(ad, "pin_id");
        let seconds = ad.get("created_time").and_then(Value::as_i64);
        let created = Timestamp::from_second(seconds.unwrap_or_default());
        let date = created.map_or(Date::MIN, |time| crate::clock::Now(time).date());
        let first = promotions.entry(pin.to_owned()).or_insert(date);
        *first = date.min(*first);
    }
    promotions
}

/// Returns the day that is so many days earlier.
pub(in crate::families) fn before(date: Date, days: i32) -> Date {
    date.saturating_sub(days.days())
}

/// Returns the days from the first to the last one, both included.
pub(in crate::families) fn days(first: Date, last: Date) -> impl Iterator<Item = Date> {
    first.series(1.day()).take_while(move |date| *date <= last)
}

/// Returns a number that looks random and is the same for the same text.
pub(in crate::families) fn noise(text: &str) -> u64 {
    let mut hash: u64 = 14_695_981_039_346_656_037;
    for byte in text.bytes() {
        hash = (hash ^ u64::from(byte)).wrapping_mul(1_099_511_628_211);
    }
    // The last bytes of the text have reached the low bits only.
    fastrand::Rng::with_seed(hash).u64(..)
}
