package main

import (
	"slices"

	"duban/validate"
)

// listing limits the findings of a run to those that are listed.
type listing struct {
	validate.Listing
	// cutAt is the number of listed findings at which the list is cut next.
	cutAt int
}

// add lists the findings of a file.
func (l *listing) add(o *output, found []validate.Finding) {
	l.Take(found)
	if o.findings = append(o.findings, found...); len(o.findings) > max(l.cutAt, validate.CutAt(0)) {
		l.fit(o)
		l.cutAt = validate.CutAt(len(o.findings))
	}
}

// fit cuts the list to what has room.
func (l *listing) fit(o *output) { o.findings = slices.Clip(l.Cut(o.findings, nil)) }
