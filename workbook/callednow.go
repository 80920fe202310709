package workbook

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
)

// A plan that is read for a round is often not the present one but an earlier state of it. Later decisions about the round, and senders
// of late returns, may use a bureau's present name. Bureaus are the same by their codes.

// learnNames adds the names that the present plan gives the bureaus. A name that this plan knows keeps its meaning: figures rest on the
// names of their time.
func (p *Plan) learnNames() {
	if p.now == nil {
		return
	}
	p.here = map[*Bureau]*Bureau{}
	var otherwise []string
	for _, b := range p.Bureaus {
		now := p.byNow(b)
		switch was := p.here[now]; {
		case now == nil:
		case was == nil:
			p.here[now], b.codeNow = b, now.Code
		default:
			was.codeNow = "" // now is the heir of several bureaus
		}
	}
	for _, now := range p.now.Bureaus {
		b := p.here[now]
		if b == nil {
			continue
		}
		for _, n := range now.names() {
			if p.Directory.Bureau(n) != b {
				otherwise = append(otherwise, Fold(n)+"\x00"+b.Code)
				p.Directory.learn(n, b)
			}
		}
	}
	if len(otherwise) > 0 {
		slices.Sort(otherwise)
		sum := sha256.Sum256([]byte(strings.Join(otherwise, "\x01")))
		p.calledNow = hex.EncodeToString(sum[:])
	}
}

// byNow finds what a bureau is in the present plan: the bureau with its code, or one that knows any of its names and does not also stand
// in this plan. It is nil if there is none.
func (p *Plan) byNow(b *Bureau) *Bureau {
	now := p.now.HeirOf(b)
	if now != nil && now.Code != b.Code && slices.ContainsFunc(p.Bureaus, func(x *Bureau) bool { return x.Code == now.Code }) {
		return nil
	}
	return now
}

// names lists everything that a bureau is called.
func (b *Bureau) names() []string {
	return slices.DeleteFunc(append([]string{b.Name, b.FullName, b.Code}, b.Aliases...), func(n string) bool { return n == "" })
}

// isCalled reports whether a change names a bureau by a name from this plan or from the present one.
func (p *Plan) isCalled(b *Bureau, name string) bool {
	same := func(n string) bool { return SameName(n, name) }
	if slices.ContainsFunc(b.names(), same) {
		return true
	}
	if p.now == nil {
		return false
	}
	now := p.byNow(b)
	return now != nil && now == p.now.Directory.Bureau(name)
}

// bureauMeant finds the bureau that a row names, nil if there is none. Rows of decisions go by the present names if these name a bureau
// of this plan; all other rows go by this plan's names. So does the name of a bureau that was merged into another since.
func (p *Plan) bureauMeant(r *Record, name string) *Bureau {
	own := p.Directory.Bureau(name)
	if p.now == nil || !slices.Contains(decisive(), r.Table.Form.Key) || own != nil && p.mergedSince(own) {
		return own
	}
	if b := p.here[p.now.Directory.Bureau(name)]; b != nil {
		return b
	}
	return own
}

// mergedSince reports whether the present plan no longer has a bureau, but knows its name as that of another one that stands beside it
// here.
func (p *Plan) mergedSince(b *Bureau) bool {
	now := p.now.HeirOf(b)
	return now != nil && p.here[now] != b
}

// meant lists the bureaus that a row names by their own name or by a group's, nil if the name is unknown.
func (p *Plan) meant(r *Record, name string) []*Bureau {
	if b := p.bureauMeant(r, name); b != nil {
		return []*Bureau{b}
	}
	return p.Directory.Group(name)
}

// inOwnNames translates a decision's cell that names bureaus into this plan's names.
func (p *Plan) inOwnNames(r *Record, d Datum) Datum {
	var list []string
	for _, n := range d.List() {
		if b := p.bureauMeant(r, n); b != nil && p.Directory.Bureau(n) != b {
			n = b.Name
		}
		list = append(list, n)
	}
	if slices.Equal(list, d.List()) {
		return d
	}
	return d.listing(list)
}
