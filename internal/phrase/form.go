package phrase

import (
	"strconv"
	"strings"
	"time"
)

// Date is the day of t in t's own zone, as in "22 November 2026".
func (p *Printer) Date(t time.Time) string {
	return p.T("format.date", strconv.Itoa(t.Day()), p.month(t, "format.month."), strconv.Itoa(t.Year()))
}

// ShortDate is the day of t for tables, as in "22 Nov 2026".
func (p *Printer) ShortDate(t time.Time) string {
	return p.T("format.date", strconv.Itoa(t.Day()), p.month(t, "format.month-short."), strconv.Itoa(t.Year()))
}

// Clock is the time of day of t in t's own zone, as in "9:05am".
func (p *Printer) Clock(t time.Time) string {
	hour := t.Hour() % 12
	if hour == 0 {
		hour = 12
	}
	key := "format.clock.am"
	if t.Hour() >= 12 {
		key = "format.clock.pm"
	}
	return p.T(key, strconv.Itoa(hour), pad(t.Minute()), pad(t.Hour()))
}

// Moment is day and time of t, as in "22 November 2026 at 9:05am".
func (p *Printer) Moment(t time.Time) string {
	return p.T("format.moment", p.Date(t), p.Clock(t))
}

// Duration is d in hours and minutes, as in "1 h 50 min", and under a minute in
// seconds. What is begun counts as whole, so that work or a wait never shows as
// less than it is; nothing, or less, is "0 min".
func (p *Printer) Duration(d time.Duration) string {
	if d > 0 && d <= 59*time.Second {
		return p.T("format.duration.seconds", int((d+time.Second-1)/time.Second))
	}
	minutes := int64(max(d, 0)+time.Minute-1) / int64(time.Minute)
	h, m := minutes/60, minutes%60
	switch {
	case h == 0:
		return p.T("format.duration.minutes", m)
	case m == 0:
		return p.T("format.duration.hours", h)
	}
	return p.T("format.duration.both", h, m)
}

// List joins items, as in "a, b and c".
func (p *Printer) List(items []string) string {
	if len(items) == 0 {
		return ""
	}
	last := len(items) - 1
	if last == 0 {
		return items[0]
	}
	head := strings.Join(items[:last], p.T("format.list.comma"))
	return p.T("format.list.last", head, items[last])
}

// Number groups the digits of n by three, as in "1,200".
func (p *Printer) Number(n int64) string {
	digits := strconv.FormatInt(n, 10)
	sign := ""
	if n < 0 {
		sign, digits = "−", digits[1:]
	}
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + p.T("format.thousands") + digits[i:]
	}
	return sign + digits
}

func (p *Printer) month(t time.Time, group string) string {
	return p.T(group + strconv.Itoa(int(t.Month())))
}

func pad(n int) string {
	if n < 10 {
		return "0" + strconv.Itoa(n)
	}
	return strconv.Itoa(n)
}
