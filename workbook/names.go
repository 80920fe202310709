package workbook

import (
	"sort"
	"strings"
	"unicode/utf8"

	"github.com/adrg/strutil/metrics"
)

// Directory finds bureaus by the names that people write.
type Directory struct {
	bureaus []*Bureau
	byName  map[string]*Bureau
	groups  map[string][]*Bureau
	// labels are all names as written, for suggestions.
	labels []string
	// Clashes are names that two bureaus claim.
	Clashes []Clash
}

// Clash is a name that two bureaus claim; the first one has it.
type Clash struct {
	Name          string
	First, Second *Bureau
}

// NewDirectory indexes bureaus by code, name, full name, aliases and groups.
func NewDirectory(bureaus []*Bureau) *Directory {
	d := &Directory{bureaus: bureaus, byName: map[string]*Bureau{}, groups: map[string][]*Bureau{}}
	for _, b := range bureaus {
		for _, n := range append([]string{b.Name, b.FullName, b.Code}, b.Aliases...) {
			if n == "" {
				continue
			}
			switch other := d.byName[fold(n)]; other {
			case nil:
				d.byName[fold(n)] = b
				d.labels = append(d.labels, n)
			case b:
			default:
				d.Clashes = append(d.Clashes, Clash{n, other, b})
			}
		}
		for _, g := range b.Groups {
			if d.groups[fold(g)] == nil {
				d.labels = append(d.labels, g)
			}
			d.groups[fold(g)] = append(d.groups[fold(g)], b)
		}
	}
	return d
}

// Bureau finds a single bureau, nil where no bureau has the name.
func (d *Directory) Bureau(name string) *Bureau { return d.byName[fold(name)] }

// Group finds the members of a group, nil where there is no such group.
func (d *Directory) Group(name string) []*Bureau { return d.groups[fold(name)] }

// nearEnough is the likeness from which a name is suggested: 发改委 for 发改局 has two of three characters.
const nearEnough = 0.55

// Suggest names what was probably meant, a bureau by the name that the plan gives it; empty where nothing comes near.
func (d *Directory) Suggest(name string) string {
	near := Nearest(name, d.labels)
	if b := d.Bureau(near); b != nil {
		return b.Name
	}
	return near
}

// Nearest finds the candidate most like a text, empty where none comes near. Equals are taken in the order of the
// candidates, so that the same question has the same answer.
func Nearest(text string, candidates []string) string {
	jw := metrics.NewJaroWinkler()
	lev := metrics.NewLevenshtein()
	type scored struct {
		text string
		like float64
	}
	var all []scored
	want := fold(text)
	for _, c := range candidates {
		f := fold(c)
		if f == want {
			continue
		}
		if like := (jw.Compare(want, f) + lev.Compare(want, f)) / 2; like >= nearEnough {
			all = append(all, scored{c, like})
		}
	}
	if len(all) == 0 {
		return ""
	}
	sort.SliceStable(all, func(i, j int) bool { return all[i].like > all[j].like })
	return all[0].text
}

// shortestMention is how many characters a name has at least that is looked for in running text: 发改 alone may be part of
// any word.
const shortestMention = 3

// Mentioned lists the bureaus whose names a text holds, in the plan's order.
func (d *Directory) Mentioned(text string) []*Bureau {
	text = fold(text)
	var out []*Bureau
	for _, b := range d.bureaus {
		for _, n := range append([]string{b.Name, b.FullName}, b.Aliases...) {
			if utf8.RuneCountInString(n) >= shortestMention && strings.Contains(text, fold(n)) {
				out = append(out, b)
				break
			}
		}
	}
	return out
}
