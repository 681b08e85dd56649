//! Targeting: audiences, customer lists, keywords, templates, and search terms.
//!
//! What belongs to an ad account starts at [`Client::ad_account`](crate::Client::ad_account), what
//! a business has received or shares at [`Client::business_audiences`], search terms and trends at
//! [`Client::terms`] and [`Client::trending_keywords`].

mod audience;
mod audience_insights;
mod audience_sharing;
mod audiences;
mod business_audience;
mod business_audiences;
mod customer;
mod customer_list;
mod customer_list_file;
mod customer_list_file_upload;
mod customer_list_uploads;
mod customer_lists;
mod customer_records;
mod customer_segment;
mod customer_segments;
mod keywords;
mod sent_keywords;
mod targeting_template;
mod targeting_templates;
mod terms;
mod trending_keywords;

pub use audience::AudienceHandle;
pub use audience_insights::AudienceInsightsHandle;
pub use audiences::Audiences;
pub use business_audience::BusinessAudienceHandle;
pub use business_audiences::BusinessAudiences;
pub use customer::Customer;
pub use customer_list::CustomerListHandle;
pub use customer_list_file::{CustomerListFile, CustomerListFileError};
pub use customer_list_file_upload::{
    CustomerListFileUpload, CustomerListFileUploadError, CustomerListUploadStep,
};
pub use customer_list_uploads::{CustomerListUploadHandle, CustomerListUploads};
pub use customer_lists::CustomerLists;
pub use customer_records::{CustomerHashing, CustomerRecords};
pub use customer_segment::CustomerSegmentHandle;
pub use customer_segments::CustomerSegments;
pub use keywords::Keywords;
pub use targeting_template::TargetingTemplateHandle;
pub use targeting_templates::TargetingTemplates;
pub use terms::Terms;
pub use trending_keywords::TrendingKeywords;

use pinterest_client::types::{
    AudienceId, BusinessId, CustomerListId, CustomerSegmentId, TargetingTemplateId,
};

use crate::Client;
use crate::resources::AdAccountHandle;

impl Client {
    /// Returns the handle for the audiences that a business has received, and those that it shares.
    #[must_use]
    pub fn business_audiences(&self, business: impl Into<BusinessId>) -> BusinessAudiences {
        BusinessAudiences::new(self, business.into())
    }

    /// Returns the handle for search terms that are related to others or begin with them.
    #[must_use]
    pub fn terms(&self) -> Terms {
        Terms::new(self)
    }

    /// Returns the handle for search terms that trend.
    #[must_use]
    pub fn trending_keywords(&self) -> TrendingKeywords {
        TrendingKeywords::new(self)
    }
}

impl AdAccountHandle {
    /// Returns the handle for audiences: groups of people that ad groups of the account can target
    /// or leave out.
    #[must_use]
    pub fn audiences(&self) -> Audiences {
        Audiences::new(self)
    }

    /// Returns the handle for an audience, by its id.
    #[must_use]
    pub fn audience(&self, id: impl Into<AudienceId>) -> AudienceHandle {
        AudienceHandle::new(self, id.into())
    }

    /// Returns the handle for audience insights: the ages, genders, places, devices and interests
    /// that set audiences of the account apart.
    #[must_use]
    pub fn audience_insights(&self) -> AudienceInsightsHandle {
        AudienceInsightsHandle::new(self)
    }

    /// Returns the handle for customer lists: records of the advertiser that Pinterest matches to
    /// accounts.
    #[must_use]
    pub fn customer_lists(&self) -> CustomerLists {
        CustomerLists::new(self)
    }

    /// Returns the handle for a customer list, by its id, which is not the id of an audience made
    /// from it.
    #[must_use]
    pub fn customer_list(&self, id: impl Into<CustomerListId>) -> CustomerListHandle {
        CustomerListHandle::new(self, id.into())
    }

    /// Returns the handle for customer segments: named sets of audiences.
    #[must_use]
    pub fn customer_segments(&self) -> CustomerSegments {
        CustomerSegments::new(self)
    }

    /// Returns the handle for a customer segment, by its id.
    #[must_use]
    pub fn customer_segment(&self, id: impl Into<CustomerSegmentId>) -> CustomerSegmentHandle {
        CustomerSegmentHandle::new(self, id.into())
    }

    /// Returns the handle for the keywords that ads target or avoid.
    #[must_use]
    pub fn keywords(&self) -> Keywords {
        Keywords::new(self)
    }

    /// Returns the handle for targeting templates, which several campaigns can use.
    #[must_use]
    pub fn targeting_templates(&self) -> TargetingTemplates {
        TargetingTemplates::new(self)
    }

    /// Returns the handle for a targeting template, by its id.
    #[must_use]
    pub fn targeting_template(
        &self,
        id: impl Into<TargetingTemplateId>,
    ) -> TargetingTemplateHandle {
        TargetingTemplateHandle::new(self, id.into())
    }
}
