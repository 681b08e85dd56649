//! The responses that requests get.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex};

use crate::{Fault, Plan, Request, Response};

pub(crate) type Handler = Arc<dyn Fn(&Request) -> Response + Send + Sync>;

#[derive(Default)]
pub(crate) struct Script {
    pub(crate) plan: Plan,
    pub(crate) handler: Mutex<Option<Handler>>,
    pub(crate) in_order: Mutex<VecDeque<Response>>,
    pub(crate) by_target: Mutex<HashMap<String, VecDeque<Response>>>,
}

impl Script {
    /// Returns the fault that the request with this number meets before it is read.
    pub(crate) fn fault_before_reading(&self, number: u64) -> Option<Fault> {
        let is_early = |fault: &Fault| fault.needs_no_request();
        if let Some(fault) = self.plan.fault(number) {
            return Some(fault).filter(is_early);
        }
        let mut in_order = self.in_order.lock().unwrap();
        let fault = in_order.front().and_then(|next| next.fault.as_deref());
        let fault = fault.cloned().filter(is_early)?;
        in_order.pop_front();
        Some(fault)
    }

    /// Returns the response to a request that was read; `None` if the script has none.
    pub(crate) fn response(&self, request: &Request) -> Option<Response> {
        match self.plan.fault(request.number()) {
            Some(Fault::Response(response)) => Some(response),
            Some(fault) => {
                let response = self.scripted(request);
                Some(
                    response
                        .unwrap_or_else(|| Response::ok("{}"))
                        .with_fault(fault),
                )
            }
            None => self.scripted(request),
        }
    }

    fn scripted(&self, request: &Request) -> Option<Response> {
        let for_target = |script: &mut HashMap<String, VecDeque<Response>>| {
            script
                .get_mut(request.target())
                .and_then(VecDeque::pop_front)
        };
        for_target(&mut self.by_target.lock().unwrap())
            .or_else(|| self.in_order.lock().unwrap().pop_front())
            .or_else(|| {
                self.handler
                    .lock()
                    .unwrap()
                    .clone()
                    .map(|handler| handler(request))
            })
    }
}
