"""The generated Python client `pinterestsdk` 2.1.0 (PyPI), unmodified, against the fake.

Needs PINTEREST_API_URI in the environment. It validates every response with pydantic, so it is an
opinion of its own on what the fake sends.
"""

import json
import os
import urllib.request

import pinterestsdk
from pinterestsdk.api.ad_accounts_api import AdAccountsApi
from pinterestsdk.api.business_access_invite_api import BusinessAccessInviteApi
from pinterestsdk.api.business_access_relationships_api import BusinessAccessRelationshipsApi
from pinterestsdk.api.catalog_feeds_api import CatalogFeedsApi
from pinterestsdk.api.catalog_items_api import CatalogItemsApi
from pinterestsdk.api.catalogs_api import CatalogsApi

API = os.environ["PINTEREST_API_URI"]
ADMIN = API.removesuffix("/v5") + "/_fake"
BUSINESS = "549755885175"
AD_ACCOUNT = "549770000001"


def advance(seconds):
    body = json.dumps({"seconds": seconds}).encode()
    urllib.request.urlopen(ADMIN + "/clock/advance", data=body).read()


def invites(client):
    api = BusinessAccessInviteApi(client)
    made = api.create_membership_or_partnership_invites(
        BUSINESS,
        pinterestsdk.CreateMembershipOrPartnershipInvitesBody(
            business_role="EMPLOYEE", invite_type="MEMBER_INVITE", members=["sdk@example.com"]
        ),
    )
    invite = made.items[0].invite
    assert invite.id, made
    seen, bookmark = [], None
    while True:
        page = api.get_invites(BUSINESS, is_member=True, page_size=100, bookmark=bookmark)
        seen += [found.id for found in page.items]
        bookmark = page.bookmark
        if not bookmark:
            break
    assert invite.id in seen and len(seen) == len(set(seen)), len(seen)
    api.cancel_invites_or_requests(
        BUSINESS, pinterestsdk.CancelInvitesRequest(invite_ids=[invite.id])
    )
    members = BusinessAccessRelationshipsApi(client).get_business_members(BUSINESS)
    assert members.items, members


def catalogs(client):
    found = CatalogsApi(client).catalogs_list().items
    assert found, found
    feeds = CatalogFeedsApi(client)
    for feed in feeds.feeds_list().items:
        feeds.feed_processing_results_list(feed_id=feed.actual_instance.id)


def reports(client):
    api = AdAccountsApi(client)
    token = api.analytics_create_report(
        AD_ACCOUNT,
        pinterestsdk.AdsAnalyticsCreateAsyncRequest(
            start_date="2026-11-01",
            end_date="2026-11-07",
            granularity="DAY",
            columns=["CAMPAIGN_ID", "SPEND_IN_DOLLAR"],
            level="CAMPAIGN",
        ),
    ).token
    assert api.analytics_get_report(AD_ACCOUNT, token).report_status == "IN_PROGRESS"
    advance(60)
    report = api.analytics_get_report(AD_ACCOUNT, token)
    assert report.report_status == "FINISHED", report
    rows = json.load(urllib.request.urlopen(report.url))
    assert rows and all(len(of_campaign) <= 7 for of_campaign in rows.values()), rows


def main():
    configuration = pinterestsdk.Configuration(host=API, access_token="pina_any")
    with pinterestsdk.ApiClient(configuration) as client:
        invites(client)
        catalogs(client)
        reports(client)
    print("pinterestsdk works against the fake")


if __name__ == "__main__":
    main()
