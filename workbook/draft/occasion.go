package draft

import (
	"duban/workbook/pattern"
)

// heard gives the limits of a sentence in which the county only hears or decides.
func (r *reader) heard(p piece) []moment {
	if !meeting.MatchString(p.text) {
		return nil
	}
	head := false
	for _, text := range p.clauses() {
		switch c := r.clause(text); {
		case c.actor == headActor && meeting.MatchString(c.text):
			head = true
		case c.actor != noActor:
			return nil
		}
	}
	if !head {
		return nil
	}
	return r.moments(p)
}

// onlyOccasion reports whether a claim only tells when something takes place.
func (cl *claim) onlyOccasion() bool {
	for _, c := range cl.clauses {
		if !occasion.MatchString(c.text) {
			return false
		}
	}
	return true
}

// occasion gives the day of an event that a sentence tells of, which is the limit for its preparation.
func (r *reader) occasion(p piece) []moment {
	if !occasion.MatchString(p.text) {
		return nil
	}
	for _, c := range p.clauses() {
		if occasion.MatchString(c.text) && !otherMeetings.MatchString(c.text) {
			if ms := r.moments(c); len(ms) > 0 {
				return ms
			}
		}
	}
	return nil
}

// otherMeetings matches meetings of others, which set nobody here a limit.
var otherMeetings = pattern.New(`专题会|常务会|省.{0,6}将|现场会`)

// occasion matches an event with a day of its own, which is the limit for its preparation.
var occasion = pattern.New(`召开|举办|举行|开幕|月份?是`)

var meeting = pattern.New(`召开|听取|审议|研究|审定|验收|统一安排|通报表扬`)
