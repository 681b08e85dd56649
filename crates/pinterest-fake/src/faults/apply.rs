//! Where faults come in between a request and what the fake does with it.

use super::{Fault, FaultId, Moment, Seen};
use crate::admin;
use crate::exchange::{Ending, Outcome, Reply, Request};
use crate::service::{Handled, Host, Service, operation_of};

/// Where the body of an upload breaks off.
#[derive(Clone, Copy, Debug)]
pub(crate) struct UploadBreak {
    fault: FaultId,
    /// How much of the body is read.
    pub(crate) percent: u8,
}

impl Service {
    /// Returns the percentage of the body after which an upload breaks, if a fault says so.
    pub(crate) fn upload_break(&self, host: Host, request: &Request) -> Option<UploadBreak> {
        if host == Host::Api && admin::is_admin(&request.path) {
            return None;
        }
        let (fault, rule) = self.due_fault(Moment::Head, host, request)?;
        Some(UploadBreak {
            fault,
            percent: rule.upload_break()?,
        })
    }

    /// Records a request whose body broke off, and resets its connection.
    pub(crate) fn break_upload(
        &self,
        host: Host,
        request: &Request,
        broken: &UploadBreak,
    ) -> Outcome {
        let mut outcome = Outcome::from(Reply::empty(500));
        outcome.ending = Ending::Reset;
        let handled = Handled {
            operation: operation_of(host, request),
            outcome,
            fault: Some(broken.fault),
            note: Some(format!(
                "fault {}: the connection was reset after {} byte(s) of the body",
                broken.fault,
                request.body.len()
            )),
        };
        self.record(host, request, &handled);
        handled.outcome
    }

    /// Counts a request, and returns the fault that is to be applied to it.
    pub(crate) fn due_fault(
        &self,
        moment: Moment,
        host: Host,
        request: &Request,
    ) -> Option<(FaultId, Fault)> {
        let mut faults = self.faults();
        if faults.list().is_empty() {
            return None;
        }
        let seen = Seen {
            host,
            method: &request.method,
            path: &request.path,
            operation: operation_of(host, request),
        };
        faults.due(moment, seen)
    }

    /// Acts on a request as a fault says.
    pub(crate) fn handle_with(
        &self,
        id: FaultId,
        fault: &Fault,
        host: Host,
        request: &Request,
    ) -> Handled {
        let operation = operation_of(host, request);
        let acted = fault
            .request_to_act_on(request)
            .map(|request| self.handle(host, &request));
        let (acted, own_note) = match acted {
            Some(handled) => (Some(handled.outcome), handled.note),
            None => (None, None),
        };
        let (outcome, fault_note) = fault.outcome(request, operation, acted);
        let notes = [
            Some(format!("fault {id}: {}", fault.summary())),
            fault_note,
            own_note,
        ];
        let notes: Vec<String> = notes.into_iter().flatten().collect();
        Handled {
            operation,
            outcome,
            fault: Some(id),
            note: Some(notes.join("; ")),
        }
    }
}
