//! The reading of a date: which token is the day, the month, the year, the time and the zone.
//!
//! Must not know: the site's timezone, nor any instant. What is missing or doubtful is left so;
//! the callers decide whether that is enough.

use super::rfc3339;
use super::token::{Kind, Token, tokens};
use super::words::{Meridiem, Role, Unit, fold};

/// What the text of a date says, and nothing more.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Reading {
    /// Of the Christian era.
    pub(super) year: Option<i32>,
    /// 1 to 12 once it has been checked.
    pub(super) month: Option<u32>,
    /// 1 to 31 once it has been checked.
    pub(super) day: Option<u32>,
    /// Hour, minute, second; the hour may be 24.
    pub(super) time: Option<[u32; 3]>,
    /// As written beside the time.
    pub(super) zone: Option<Zone>,
    /// Whether a weekday stands there. Which one plays no part: the date wins.
    pub(super) weekday: bool,
    /// Whether day and month may be the other way round: 04/05/2012.
    pub(super) ambiguous: bool,
}

/// A zone as a date names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Zone {
    /// Seconds east of UTC.
    Offset(i32),
    /// The name of one with summer time.
    Named(&'static str),
}

impl Zone {
    /// So far from UTC; `None` where no zone is.
    pub(super) fn at(is_east: bool, hours: u32, minutes: u32) -> Option<Self> {
        if hours > 15 || minutes > 59 {
            return None;
        }
        let seconds = i32::try_from(hours * 3600 + minutes * 60).ok()?;
        Some(Self::Offset(if is_east { seconds } else { -seconds }))
    }
}

/// Longer lines are no dates.
const MAX_BYTES: usize = 400;

/// Reads a text that is a date and nothing else; `None` when anything is left over.
pub(super) fn reading(text: &str) -> Option<Reading> {
    rfc3339::reading(text).or_else(|| in_any_form(text))
}

/// The same by tokens and words, whatever the form.
pub(super) fn in_any_form(text: &str) -> Option<Reading> {
    if text.len() > MAX_BYTES || !text.chars().any(char::is_numeric) {
        return None;
    }
    // The Arabic names of four months are two words.
    let folded = fold(text).replace("كانون ال", "كانونال").replace("تشرين ال", "تشرينال");
    let tokens = tokens(&folded)?;
    let is_month = |token: &Token| matches!(token.kind, Kind::Word(Role::Month(_)));
    let mut reader = Reader {
        names_a_month: tokens.iter().any(is_month),
        is_thai: text.chars().any(|c| matches!(c, '\u{E00}'..='\u{E7F}')),
        tokens: &tokens,
        at: 0,
        found: Reading::default(),
        loose: Vec::new(),
        meridiem: None,
        time_end: None,
        time_follows: false,
    };
    while reader.at < tokens.len() {
        reader.step()?;
    }
    reader.finish()
}

/// Whether one of the first words can stand in no date, however the line goes on: so prose is told
/// without a look at all of it. Words that are not ASCII are not judged here, nor what follows them:
/// what they fold to may depend on the next.
pub(super) fn starts_like_prose(text: &str) -> bool {
    text.split(|c: char| c.is_whitespace() || c == '|')
        .take_while(|word| word.is_ascii())
        .any(|word| tokens(&word.to_ascii_lowercase()).is_none())
}

struct Reader<'a> {
    tokens: &'a [Token],
    at: usize,
    found: Reading,
    /// Numbers whose meaning depends on the others.
    loose: Vec<Loose>,
    meridiem: Option<Meridiem>,
    /// Where the time ended.
    time_end: Option<usize>,
    /// Whether a word such as "kl." announced a time.
    time_follows: bool,
    names_a_month: bool,
    is_thai: bool,
}

#[derive(Clone, Copy)]
struct Loose {
    value: u32,
    digits: usize,
    before_month: bool,
}

impl Reader<'_> {
    fn token(&self, ahead: usize) -> Option<Token> {
        self.tokens.get(self.at + ahead).copied()
    }

    fn number(&self, ahead: usize) -> Option<(u32, usize)> {
        match self.token(ahead)?.kind {
            Kind::Number { value, digits } if digits <= 4 => Some((value.try_into().ok()?, digits)),
            _ => None,
        }
    }

    fn short_number(&self, ahead: usize) -> Option<u32> {
        self.number(ahead).filter(|(_, digits)| *digits <= 2).map(|(value, _)| value)
    }

    fn sign(&self, ahead: usize) -> Option<char> {
        match self.token(ahead)?.kind {
            Kind::Sign(sign) => Some(sign),
            _ => None,
        }
    }

    fn word(&self, ahead: usize) -> Option<Role> {
        match self.token(ahead)?.kind {
            Kind::Word(role) => Some(role),
            _ => None,
        }
    }

    fn is_tight(&self, ahead: usize) -> bool {
        self.token(ahead).is_some_and(|token| !token.spaced)
    }

    fn previous(&self) -> Option<Kind> {
        Some(self.tokens.get(self.at.checked_sub(1)?)?.kind)
    }

    fn has_date(&self) -> bool {
        self.found.day.is_some() && self.found.month.is_some() && self.found.year.is_some()
    }

    fn step(&mut self) -> Option<()> {
        match self.token(0)?.kind {
            Kind::Number { value, digits } => {
                self.read_number(value, digits)?;
                self.time_follows = false;
            }
            Kind::Word(role) => self.read_word(role)?,
            Kind::Sign('+' | '-') if self.is_offset() => self.read_offset()?,
            Kind::Sign(_) => self.at += 1,
        }
        Some(())
    }

    fn read_number(&mut self, value: u64, digits: usize) -> Option<()> {
        if digits == 8 || digits == 14 {
            return self.read_compact(value, digits);
        }
        if digits > 4 && !self.is_compact_time(digits) {
            return None;
        }
        if self.is_compact_time(digits) {
            let time = u32::try_from(value).ok()? * if digits == 4 { 100 } else { 1 };
            self.at += 1;
            return self.set_time([time / 10_000, time / 100 % 100, time % 100]);
        }
        if self.sign(1) == Some(':') && self.number(2).is_some() {
            return self.read_clock();
        }
        if let Some(sign @ ('-' | '/' | '.')) = self.sign(1)
            && self.sign(3) == Some(sign)
            && let (Some(first), Some(second), Some(third)) =
                (self.number(0), self.number(2), self.number(4))
        {
            self.at += 5;
            return self.set_numeric_date(sign, first, second, third);
        }
        match self.word(1) {
            Some(Role::Unit(unit)) => return self.read_unit(unit),
            Some(Role::HourPrecedes) => return self.read_hour(),
            Some(Role::Meridiem(_))
                if self.found.time.is_none()
                    && self.short_number(0).is_some_and(|hour| hour <= 12) =>
            {
                let hour = self.short_number(0)?;
                self.at += 1;
                return self.set_time([hour, 0, 0]);
            }
            _ => {}
        }
        if self.is_dotted_clock() {
            let time = [self.short_number(0)?, self.short_number(2)?, 0];
            self.at += 3;
            return self.set_time(time);
        }
        let (value, digits) = self.number(0)?;
        let before_month = self.found.month.is_none();
        self.loose.push(Loose { value, digits, before_month });
        self.at += 1;
        Some(())
    }

    /// 20121214 and 20121214090500.
    fn read_compact(&mut self, value: u64, digits: usize) -> Option<()> {
        let (date, time) =
            if digits == 14 { (value / 1_000_000, Some(value % 1_000_000)) } else { (value, None) };
        let date = u32::try_from(date).ok()?;
        self.set_date(date / 10_000, date / 100 % 100, date % 100)?;
        self.at += 1;
        match time {
            Some(time) => {
                let time = u32::try_from(time).ok()?;
                self.set_time([time / 10_000, time / 100 % 100, time % 100])
            }
            None => Some(()),
        }
    }

    /// T090500 after a date, the T having been passed.
    fn is_compact_time(&self, digits: usize) -> bool {
        (digits == 4 || digits == 6)
            && self.is_tight(0)
            && self.previous() == Some(Kind::Word(Role::Filler))
            && self.has_date()
            && self.found.time.is_none()
    }

    /// 9:05, 09:05:00, 09:05:00.123
    fn read_clock(&mut self) -> Option<()> {
        let mut time = [self.short_number(0)?, self.short_number(2)?, 0];
        self.at += 3;
        if self.sign(0) == Some(':')
            && let Some(second) = self.short_number(1)
        {
            time[2] = second;
            self.at += 2;
            let is_fraction = matches!(self.sign(0), Some('.' | ','))
                && self.is_tight(0)
                && self.is_tight(1)
                && matches!(self.token(1).map(|token| token.kind), Some(Kind::Number { .. }));
            if is_fraction {
                self.at += 2;
            }
        }
        self.set_time(time)
    }

    /// 9.05 where a word or a finished date says that it must be a time.
    fn is_dotted_clock(&self) -> bool {
        self.sign(1) == Some('.')
            && self.is_tight(1)
            && self.is_tight(2)
            && self.short_number(0).is_some()
            && self.number(2).is_some_and(|(_, digits)| digits == 2)
            && (self.time_follows || self.has_date() || self.word(3) == Some(Role::HourPrecedes))
    }

    /// 9 Uhr, 9h, 9h05
    fn read_hour(&mut self) -> Option<()> {
        let hour = self.short_number(0)?;
        self.at += 2;
        let minute = self.number(0).filter(|(value, digits)| *digits == 2 && *value < 60);
        if let Some((minute, _)) = minute
            && self.is_tight(0)
        {
            self.at += 1;
            return self.set_time([hour, minute, 0]);
        }
        self.set_time([hour, 0, 0])
    }

    /// 2012年, 12月, 14日, 9時
    fn read_unit(&mut self, unit: Unit) -> Option<()> {
        let (value, digits) = self.number(0)?;
        self.at += 2;
        match unit {
            Unit::Year if digits == 4 => self.set_year(value),
            Unit::Year => None,
            Unit::Month => self.set_month(value),
            Unit::Day => self.set_day(value),
            Unit::Hour => self.set_time([value, 0, 0]),
            Unit::Minute | Unit::Second => {
                let part = if unit == Unit::Minute { 1 } else { 2 };
                *self.found.time.as_mut()?.get_mut(part)? = value;
                self.time_end = Some(self.at);
                Some(())
            }
        }
    }

    fn read_word(&mut self, role: Role) -> Option<()> {
        match role {
            Role::MonthOrWeekday(_) if self.names_a_month || self.found.month.is_some() => {
                self.found.weekday = true;
            }
            Role::Month(month) | Role::MonthOrWeekday(month) => self.set_month(month)?,
            Role::Weekday => self.found.weekday = true,
            Role::Meridiem(meridiem) => {
                let before_a_time =
                    self.sign(2) == Some(':') || self.word(2) == Some(Role::Unit(Unit::Hour));
                if self.time_end == Some(self.at) || before_a_time {
                    self.meridiem = Some(meridiem);
                    self.time_end = Some(self.at + 1);
                }
            }
            Role::Hour(hour) => self.set_time([hour, 0, 0])?,
            Role::Offset(seconds) => self.set_zone(Zone::Offset(seconds))?,
            Role::Zone(zone) => self.set_zone(Zone::Named(zone))?,
            // (日) and (月) are weekdays.
            Role::Unit(_) if self.previous() == Some(Kind::Sign('(')) => self.found.weekday = true,
            Role::Unit(_) => return None,
            Role::MonthFollows => {
                let month = self.short_number(1)?;
                self.set_month(month)?;
                self.at += 1;
            }
            Role::TimeFollows => self.time_follows = true,
            Role::HourPrecedes if self.found.time.is_none() => return None,
            Role::BuddhistYear => self.is_thai = true,
            Role::HourPrecedes | Role::Label | Role::Filler => {}
        }
        self.at += 1;
        Some(())
    }

    /// +0100, +01:00, -05; the number must touch the sign, else the sign is a dash.
    fn is_offset(&self) -> bool {
        self.found.time.is_some()
            && matches!(self.found.zone, None | Some(Zone::Offset(0)))
            && self.is_tight(1)
            && self.number(1).is_some()
    }

    fn read_offset(&mut self) -> Option<()> {
        let is_east = self.sign(0) == Some('+');
        let (value, digits) = self.number(1)?;
        self.at += 2;
        let (hours, minutes) = match digits {
            4 => (value / 100, value % 100),
            1 | 2 if self.sign(0) == Some(':') => {
                let minutes = self.short_number(1)?;
                self.at += 2;
                (value, minutes)
            }
            1 | 2 => (value, 0),
            _ => return None,
        };
        self.found.zone = Some(Zone::at(is_east, hours, minutes)?);
        Some(())
    }

    fn set_year(&mut self, year: u32) -> Option<()> {
        let year = if self.is_thai && (2300..2744).contains(&year) { year - 543 } else { year };
        let year = i32::try_from(year).ok()?;
        self.found.year.replace(year).is_none().then_some(())
    }

    fn set_month(&mut self, month: u32) -> Option<()> {
        self.found.month.replace(month).is_none().then_some(())
    }

    fn set_day(&mut self, day: u32) -> Option<()> {
        self.found.day.replace(day).is_none().then_some(())
    }

    fn set_date(&mut self, year: u32, month: u32, day: u32) -> Option<()> {
        self.set_year(year)?;
        self.set_month(month)?;
        self.set_day(day)
    }

    fn set_time(&mut self, time: [u32; 3]) -> Option<()> {
        self.time_end = Some(self.at);
        self.found.time.replace(time).is_none().then_some(())
    }

    /// The first zone wins: "+0100 (CET)". A word is a zone only beside a time or at the end.
    fn set_zone(&mut self, zone: Zone) -> Option<()> {
        if self.found.time.is_none() && self.at + 1 < self.tokens.len() {
            return None;
        }
        self.found.zone.get_or_insert(zone);
        Some(())
    }

    /// Year first, or year last and the other two told by their size or, between dots, by the
    /// custom of everyone who writes dots: day first.
    fn set_numeric_date(
        &mut self,
        sign: char,
        (first, first_digits): (u32, usize),
        (second, second_digits): (u32, usize),
        (third, third_digits): (u32, usize),
    ) -> Option<()> {
        match (first_digits, second_digits, third_digits) {
            (4, 1 | 2, 1 | 2) => self.set_date(first, second, third),
            (1 | 2, 1 | 2, 4) => {
                let month_first = second > 12 && first <= 12;
                let is_plain = month_first || sign == '.' || first > 12 || first == second;
                self.found.ambiguous = !is_plain;
                let (day, month) = if month_first { (second, first) } else { (first, second) };
                self.set_date(third, month, day)
            }
            (2, 2, 2) => {
                self.found.ambiguous = true;
                let (day, month) = if second > 12 { (second, first) } else { (first, second) };
                self.set_date(2000 + third, month, day)
            }
            _ => None,
        }
    }

    fn finish(mut self) -> Option<Reading> {
        self.place_loose()?;
        if let (Some([hour, ..]), Some(meridiem)) = (self.found.time.as_mut(), self.meridiem)
            && *hour <= 12
        {
            *hour = *hour % 12 + if meridiem == Meridiem::Pm { 12 } else { 0 };
        }
        Some(self.found)
    }

    /// Beside a month's name stand the day and the year. A year of two digits is one only where
    /// RFC 822 puts it, behind the month, and reads as in RFC 5322 section 4.3.
    fn place_loose(&mut self) -> Option<()> {
        let is_year = |number: &Loose| number.digits == 4;
        match *self.loose.as_slice() {
            [] => Some(()),
            [number] if self.found.day.is_some() => {
                if !is_year(&number) {
                    return None;
                }
                self.set_year(number.value)
            }
            [number] => self.set_day(number.value),
            [first, second] if is_year(&first) != is_year(&second) => {
                let (year, day) = if is_year(&first) { (first, second) } else { (second, first) };
                self.set_year(year.value)?;
                self.set_day(day.value)
            }
            [day, year]
                if day.before_month
                    && !year.before_month
                    && year.digits == 2
                    && self.found.month.is_some() =>
            {
                self.set_year(year.value + if year.value < 50 { 2000 } else { 1900 })?;
                self.set_day(day.value)
            }
            _ => None,
        }
    }
}
