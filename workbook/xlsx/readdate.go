package xlsx

import (
	"strings"
	"time"
)

// isoMoment is a point in time as a serial day of the 1900 system.
type isoMoment struct {
	serial float64
	// timed says that a time of day was given.
	timed bool
}

// isoSerial reads the ISO 8601 forms that spreadsheet programs store: a date, a date with a time, or a time alone. A zone is read but
// ignored: a cell shows the time as written.
func isoSerial(b []byte) (isoMoment, bool) {
	if len(b) > 40 {
		return isoMoment{}, false
	}
	text := strings.TrimPrefix(string(b), "T")
	for _, form := range []struct {
		layout       string
		dated, timed bool
	}{
		{"2006-01-02", true, false},
		{"2006-01-02Z07:00", true, false},
		{"2006-01-02T15:04:05", true, true}, // fractions of a second are handled separately
		{"2006-01-02T15:04:05Z07:00", true, true},
		{"2006-01-02T15:04", true, true},
		{"2006-01-02 15:04:05", true, true},
		{"15:04:05", false, true},
		{"15:04:05Z07:00", false, true},
	} {
		t, err := time.Parse(form.layout, text)
		if err != nil {
			continue
		}
		y, m, d := t.Date()
		clock := time.Duration(t.Hour())*time.Hour + time.Duration(t.Minute())*time.Minute +
			time.Duration(t.Second())*time.Second + time.Duration(t.Nanosecond())
		moment := isoMoment{serial: float64(clock) / float64(24*time.Hour), timed: form.timed}
		if form.dated {
			days := int(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix()/86400) - unixEpochSerial
			if days < 61 {
				days-- // Excel counts a 29 February 1900
			}
			if days < 0 {
				return isoMoment{}, false
			}
			moment.serial += float64(days)
		}
		return moment, true
	}
	return isoMoment{}, false
}

// unixEpochSerial is the day 1899-12-30 counted from 1970-01-01; serials after February 1900 count from it.
const unixEpochSerial = -25569
