package workbook

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
)

// A plan that is read for a round is often another state of the plan than the present one, of an earlier day or file. What is decided
// about the round since, and who sends a late return, may call a bureau what it is called by now. Bureaus are the same by their codes.

// learnNames takes in what the present plan calls the bureaus. Of what this one knows by the same name nothing changes: figures rest
// on the names of its time.
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
			was.codeNow = "" // now is the heir of several
		}
	}
	for _, now := range p.now.Bureaus {
		b := p.here[now]
		if b == nil {
			continue
		}
		for _, n := range now.names() {
			if p.Directory.Bureau(n) != b {
				otherwise = append(otherwise, fold(n)+"\x00"+b.Code)
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

// byNow is a bureau as the present plan has it: the one of its code, else one that knows any of its names and was not there beside it; nil
// where there is none.
func (p *Plan) byNow(b *Bureau) *Bureau {
	now := p.now.HeirOf(b)
	if now != nil && now.Code != b.Code && slices.ContainsFunc(p.Bureaus, func(x *Bureau) bool { return x.Code == now.Code }) {
		return nil
	}
	return now
}

// names are all that a bureau is called.
func (b *Bureau) names() []string {
	return slices.DeleteFunc(append([]string{b.Name, b.FullName, b.Code}, b.Aliases...), func(n string) bool { return n == "" })
}

// isCalled reports whether a change names a bureau, in this plan's words or the present one's.
func (p *Plan) isCalled(b *Bureau, name string) bool {
	same := func(n string) bool { return fold(n) == fold(name) }
	if slices.ContainsFunc(b.names(), same) {
		return true
	}
	if p.now == nil {
		return false
	}
	now := p.byNow(b)
	return now != nil && now == p.now.Directory.Bureau(name)
}

// bureauMeant is the bureau that a row names, nil where none is called so. Rows of decisions go by what bureaus are called by now, where
// that names one of this plan's; everything else by this plan. So does the name of a bureau that was merged into another since.
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

// mergedSince reports whether the present plan has a bureau no more, but another one who was there beside it knows its name.
func (p *Plan) mergedSince(b *Bureau) bool {
	now := p.now.HeirOf(b)
	return now != nil && p.here[now] != b
}

// meant are the bureaus that a row names by the name of one or of a group, nil where there is no such name.
func (p *Plan) meant(r *Record, name string) []*Bureau {
	if b := p.bureauMeant(r, name); b != nil {
		return []*Bureau{b}
	}
	return p.Directory.Group(name)
}

// inOwnNames is a cell of a decision that names bureaus, in this plan's names.
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
