//! Rules about dates.
//!
//! Must not know: how a rule is applied.

super::rules! {
    DATE_RFC822 Error "date-rfc822":
        "readers stamp the entry with their own time, with 1970, or drop it";
        "write it as Wed, 02 Oct 2002 13:00:00 GMT".
    DATE_WEEKDAY Error "date-weekday":
        "strict readers refuse a date whose day of the week is another";
        "write the weekday that belongs to the date, or none".
    DATE_UNUSUAL Warning "date-unusual":
        "RFC 822 allows it, and yet readers misread it";
        "write it as Wed, 02 Oct 2002 13:00:00 GMT".
    DATE_RFC3339 Error "date-rfc3339":
        "readers cannot place a date without seconds or zone, or of another form";
        "write it as 2002-10-02T13:00:00Z".
    DATE_W3C Error "date-w3c":
        "this element takes a W3C date (ISO 8601), and readers ignore any other";
        "write it as 2002-10-02T13:00:00Z".
    DATE_IMPLAUSIBLE Warning "date-implausible":
        "a feed that old is most likely a wrong clock or a missing date";
        "write the date on which the entry was first published".
    DATE_FUTURE Error "date-future":
        "the entry is not due yet; readers show it at once and keep it on top until then";
        "leave the entry out until its time has come".
    UPDATED_BEFORE_PUBLISHED Error "updated-before-published":
        "readers that sort by the one date or the other disagree about the entry";
        "let the update be the publication or later".
    FEED_OLDER_THAN_ENTRY Error "feed-older-than-entry":
        "programs that compare the feed's date conclude that nothing is new";
        "date the feed by its newest entry".
}
