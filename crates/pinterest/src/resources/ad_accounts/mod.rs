//! Ad accounts: reading and creating them, their analytics and reports.
