//! The order in which requests wait at a gate.
//!
//! Requests of one category go in the order of their arrival. At the universal gate, categories
//! take turns: each has one request in a round, so that a flood of one category does not hold up
//! the others.

use std::collections::BTreeMap;
use std::sync::Arc;

use pinterest_client::operation::RateLimitCategory;
use tokio::sync::Notify;
use tokio::time::Instant;

/// The category of a request at the universal gate; `None` where requests do not take turns.
pub(super) type Lane = Option<RateLimitCategory>;

/// A place in the queue. The first has the lowest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Ticket {
    round: u64,
    number: u64,
}

#[derive(Default)]
pub(super) struct Queue {
    waiters: BTreeMap<Ticket, Waiter>,
    /// The lanes in which requests wait.
    lanes: Vec<InLane>,
    next_number: u64,
}

struct Waiter {
    notify: Arc<Notify>,
    /// When the request gives up.
    cap: Instant,
    lane: Lane,
}

/// The requests that wait in one lane, at most one in a round.
struct InLane {
    lane: Lane,
    last_round: u64,
    waiting: usize,
}

impl InLane {
    /// Returns the least possible number of requests before this round.
    fn before(&self, round: u64) -> usize {
        let not_before = (self.last_round + 1).saturating_sub(round);
        self.waiting
            .saturating_sub(usize::try_from(not_before).unwrap_or(usize::MAX))
    }
}

impl Queue {
    pub(super) fn len(&self) -> usize {
        self.waiters.len()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.waiters.is_empty()
    }

    /// Returns the round of the next request of a lane.
    fn next_round(&self, lane: Lane) -> u64 {
        let current = self.first().map_or(0, |(ticket, _)| ticket.round);
        let last = self.lanes.iter().find(|other| other.lane == lane);
        last.map_or(current, |last| current.max(last.last_round + 1))
    }

    /// Returns the least possible place of the next request of a lane, counted from 1.
    pub(super) fn next_place(&self, lane: Lane) -> usize {
        let next = self.next_round(lane);
        // A request with the same round arrived before.
        let ahead: usize = self.lanes.iter().map(|lane| lane.before(next + 1)).sum();
        ahead + 1
    }

    pub(super) fn enqueue(&mut self, notify: Arc<Notify>, cap: Instant, lane: Lane) -> Ticket {
        let round = self.next_round(lane);
        match self.lanes.iter_mut().find(|other| other.lane == lane) {
            Some(known) => {
                known.last_round = round;
                known.waiting += 1;
            }
            None => self.lanes.push(InLane {
                lane,
                last_round: round,
                waiting: 1,
            }),
        }
        let number = self.next_number;
        self.next_number += 1;
        let ticket = Ticket { round, number };
        self.waiters.insert(ticket, Waiter { notify, cap, lane });
        ticket
    }

    fn first(&self) -> Option<(&Ticket, &Waiter)> {
        self.waiters.first_key_value()
    }

    pub(super) fn is_first(&self, ticket: Ticket) -> bool {
        self.first().is_some_and(|(first, _)| *first == ticket)
    }

    /// Returns the number of requests that wait up to this ticket.
    pub(super) fn place(&self, ticket: Ticket) -> usize {
        self.waiters.range(..=ticket).count()
    }

    /// Removes a request, and wakes the next if it was the first.
    pub(super) fn leave(&mut self, ticket: Ticket) {
        let was_first = self.is_first(ticket);
        if let Some(waiter) = self.waiters.remove(&ticket) {
            self.lanes.retain_mut(|other| {
                other.waiting -= usize::from(other.lane == waiter.lane);
                other.waiting > 0
            });
        }
        if was_first {
            self.wake_first();
        }
    }

    pub(super) fn wake_first(&self) {
        if let Some((_, waiter)) = self.first() {
            waiter.notify.notify_one();
        }
    }

    /// Wakes those who give up before `earliest`, so that they fail at once.
    pub(super) fn wake_hopeless(&self, earliest: Instant) {
        let hopeless = self.waiters.values().filter(|waiter| waiter.cap < earliest);
        hopeless.for_each(|waiter| waiter.notify.notify_one());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const READ: Lane = Some(RateLimitCategory::OrgRead);
    const WRITE: Lane = Some(RateLimitCategory::OrgWrite);

    /// Queues requests, and returns the numbers of the tickets in the order in which they go.
    fn order(lanes: &[Lane]) -> Vec<u64> {
        let mut queue = Queue::default();
        for lane in lanes {
            let place = queue.next_place(*lane);
            let ticket = queue.enqueue(Arc::default(), Instant::now(), *lane);
            assert_eq!(queue.place(ticket), place);
        }
        let mut order = Vec::new();
        while let Some(first) = queue.first().map(|(ticket, _)| *ticket) {
            order.push(first.number);
            queue.leave(first);
        }
        assert!(queue.lanes.is_empty());
        order
    }

    #[test]
    fn lanes_take_turns() {
        assert_eq!(order(&[None; 4]), [0, 1, 2, 3]);
        assert_eq!(order(&[READ, READ, READ, WRITE, WRITE]), [0, 3, 1, 4, 2]);
        assert_eq!(order(&[READ, WRITE, READ, WRITE]), [0, 1, 2, 3]);
    }

    #[test]
    fn the_turn_of_a_lane_is_not_before_its_arrival() {
        let mut queue = Queue::default();
        let enqueue = |queue: &mut Queue, lane| queue.enqueue(Arc::default(), Instant::now(), lane);
        let reads = [(); 3].map(|()| enqueue(&mut queue, READ));
        queue.leave(reads[0]);
        // The second read is in turn, and was there before.
        let write = enqueue(&mut queue, WRITE);
        assert!(queue.is_first(reads[1]) && queue.place(write) == 2);
        queue.leave(reads[1]);
        assert!(queue.is_first(write));
    }

    #[test]
    fn those_who_leave_in_the_middle_never_make_a_place_look_later() {
        let mut queue = Queue::default();
        let tickets = [(); 9].map(|()| queue.enqueue(Arc::default(), Instant::now(), READ));
        for index in [1, 2, 7] {
            queue.leave(tickets[index]);
        }
        for lane in [READ, WRITE] {
            let least = queue.next_place(lane);
            let ticket = queue.enqueue(Arc::default(), Instant::now(), lane);
            assert!(least <= queue.place(ticket));
        }
    }
}
