"""Pinterest's own Python SDK (PyPI `pinterest-api-sdk`), unmodified, against the fake.

Needs PINTEREST_API_URI, PINTEREST_ACCESS_TOKEN, PINTEREST_REFRESH_ACCESS_TOKEN, PINTEREST_APP_ID and
PINTEREST_APP_SECRET in the environment, which the SDK reads.
"""

import os

from pinterest.ads.ad_accounts import AdAccount
from pinterest.ads.campaigns import Campaign
from pinterest.client import PinterestSDKClient
from pinterest.organic.boards import Board
from pinterest.organic.pins import Pin

AD_ACCOUNT = "549770000001"


def boards_and_pins(client):
    board = Board.create(name="Oak chairs", description="To restore", client=client)
    assert board.name == "Oak chairs", board
    section = board.create_section(name="Before")
    pin = Pin.create(
        board_id=board.id,
        title="A chair",
        media_source={"source_type": "image_url", "url": "https://example.com/chair.jpg"},
        client=client,
    )
    assert Pin(pin_id=pin.id, client=client).title == "A chair"
    pins, _ = board.list_pins()
    assert [found.id for found in pins] == [pin.id], pins
    sections, _ = board.list_sections()
    assert [found.id for found in sections] == [section.id], sections

    listed, seen, bookmark = [], set(), None
    while True:
        page, bookmark = Board.get_all(page_size=5, bookmark=bookmark and bookmark.bookmark_token, client=client)
        listed += [found.id for found in page]
        if bookmark is None:
            break
        assert bookmark.bookmark_token not in seen, "a repeated bookmark"
        seen.add(bookmark.bookmark_token)
    assert board.id in listed and len(listed) == len(set(listed)), listed

    Pin.delete(pin_id=pin.id, client=client)
    Board.delete(board_id=board.id, client=client)


def campaigns(client):
    account = AdAccount(ad_account_id=AD_ACCOUNT, client=client)
    assert account.id == AD_ACCOUNT, account
    campaign = Campaign.create(
        ad_account_id=AD_ACCOUNT,
        objective_type="AWARENESS",
        name="Chairs",
        daily_spend_cap=10_000_000,
        client=client,
    )
    assert campaign.status == "ACTIVE", campaign
    assert campaign.pause() and campaign.status == "PAUSED", campaign
    again = Campaign(ad_account_id=AD_ACCOUNT, campaign_id=campaign.id, client=client)
    assert (again.name, again.status) == ("Chairs", "PAUSED"), again
    listed, _ = account.list_campaigns(campaign_ids=[campaign.id])
    assert [found.id for found in listed] == [campaign.id], listed


def main():
    boards_and_pins(PinterestSDKClient.create_client_with_token(os.environ["PINTEREST_ACCESS_TOKEN"]))
    campaigns(
        PinterestSDKClient.create_client_with_refresh_token(
            refresh_token=os.environ["PINTEREST_REFRESH_ACCESS_TOKEN"],
            app_id=os.environ["PINTEREST_APP_ID"],
            app_secret=os.environ["PINTEREST_APP_SECRET"],
        )
    )
    print("pinterest-api-sdk works against the fake")


if __name__ == "__main__":
    main()
