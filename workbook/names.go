package workbook

import (
	"slices"
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
	// learned holds names that only the present plan gives to bureaus; see Sender.
	learned map[string]*Bureau
	// mentions holds the names that are looked for in running text, by their first characters.
	mentions map[string][]mention
	// labels holds all names as written, for suggestions.
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
	d := &Directory{bureaus: bureaus, byName: map[string]*Bureau{}, groups: map[string][]*Bureau{}, mentions: map[string][]mention{}}
	for i, b := range bureaus {
		d.listMentions(i, b)
		for _, n := range append([]string{b.Name, b.FullName, b.Code}, b.Aliases...) {
			if n == "" {
				continue
			}
			switch other := d.byName[Fold(n)]; other {
			case nil:
				d.byName[Fold(n)] = b
				d.labels = append(d.labels, n)
			case b:
			default:
				d.Clashes = append(d.Clashes, Clash{n, other, b})
			}
		}
		for _, g := range b.Groups {
			if d.groups[Fold(g)] == nil {
				d.labels = append(d.labels, g)
			}
			d.groups[Fold(g)] = append(d.groups[Fold(g)], b)
		}
	}
	return d
}

// Bureau finds a bureau by any of its names, nil if there is none.
func (d *Directory) Bureau(name string) *Bureau { return d.byName[Fold(name)] }

// NameOf gives the name of the bureau with a code, or the code itself if the plan has no such bureau.
func (d *Directory) NameOf(code string) string {
	if b := d.Bureau(code); b != nil {
		return b.Name
	}
	return code
}

// Sender finds the bureau that calls itself by a name, which may be its present name; nil if there is none.
func (d *Directory) Sender(name string) *Bureau {
	if b := d.Bureau(name); b != nil {
		return b
	}
	return d.learned[Fold(name)]
}

// learn adds a present name of a bureau, unless the name means something here already.
func (d *Directory) learn(name string, b *Bureau) {
	if n := Fold(name); d.byName[n] == nil && d.groups[n] == nil && d.learned[n] == nil {
		if d.learned == nil {
			d.learned = map[string]*Bureau{}
		}
		d.learned[n] = b
	}
}

// Group lists the members of a group, nil if there is no such group.
func (d *Directory) Group(name string) []*Bureau { return d.groups[Fold(name)] }

// same reports whether two lists of names mean the same bureaus and groups. With first, the first of each must also be the same: the
// first of several leads sums up.
func (d *Directory) same(a, b []string, first bool) bool {
	who := func(names []string) []string {
		out := make([]string, len(names))
		for i, n := range names {
			if out[i] = Fold(n); d.Bureau(n) != nil {
				out[i] = "\x00" + d.Bureau(n).Code
			}
		}
		if len(out) > 1 && !first {
			slices.Sort(out)
		} else if len(out) > 1 {
			slices.Sort(out[1:])
		}
		return out
	}
	return slices.Equal(who(a), who(b))
}

// nearEnough is the similarity (0 to 1) from which a name is suggested: 发改委 shares two of three characters with 发改局.
const nearEnough = 0.55

// rounding is more than two ways of computing one similarity can differ by.
const rounding = 1e-9

// Suggest gives the name that was probably meant: for a bureau, its name in the plan. It is empty if none comes near.
func (d *Directory) Suggest(name string) string {
	// 区司法局 and 区发改局 share two of four characters, but nothing that matters.
	near := Nearest(name, slices.DeleteFunc(slices.Clone(d.labels), func(l string) bool { return !akin(name, l) }))
	if b := d.Bureau(near); b != nil {
		return b.Name
	}
	return near
}

// akin reports whether two names share a character besides those that all names of their kind have.
func akin(a, b string) bool {
	a, b = ownPart(a), ownPart(b)
	return a == "" || b == "" || strings.ContainsAny(a, b)
}

// ownPart strips a name of the level of government before it and of the kind of office behind it: 司法 of 区司法局.
func ownPart(name string) string {
	name = Fold(name)
	for _, level := range [...]string{"市", "县", "区"} {
		name = strings.TrimPrefix(name, level)
	}
	return strings.TrimRight(name, "局委办科室中心分站所院会镇乡街道")
}

// Nearest finds the candidate most similar to a text, empty if none comes near. Among equals the first candidate wins, so that the same
// question has the same answer.
func Nearest(text string, candidates []string) string {
	jw := metrics.NewJaroWinkler()
	lev := metrics.NewLevenshtein()
	type scored struct {
		text string
		like float64
	}
	var all []scored
	want := Fold(text)
	long := utf8.RuneCountInString(want)
	for _, c := range candidates {
		f := Fold(c)
		// The Levenshtein similarity is at most the shorter length over the longer one, so a whole pasted page is compared with no name.
		if n := utf8.RuneCountInString(f); f == want || float64(min(n, long)) < (2*nearEnough-1)*float64(max(n, long)) || mostLike(want, long, f, n) < nearEnough-rounding {
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

// mostLike gives an upper bound for the similarity of a folded name of n characters to a text of long characters, from how many
// characters they share. Most names share none or one, and comparing them takes ten times as long.
func mostLike(text string, long int, name string, n int) float64 {
	shared := 0
	for _, r := range name {
		if strings.ContainsRune(text, r) {
			shared++
		}
	}
	shared = min(shared, long)
	if shared == 0 {
		return 0
	}
	m := float64(shared)
	jaro := (m/float64(long) + m/float64(n) + 1) / 3
	const prefix = 0.4 // the most that Winkler's prefix bonus adds: a tenth of the rest for each of four characters
	return (jaro + prefix*(1-jaro) + m/float64(max(long, n))) / 2
}

// shortestMention is the least number of characters that a name must have to be looked for in running text: 发改 alone may be part of any
// word.
const shortestMention = 3

// mention is a folded name, with its bureau's place in the plan.
type mention struct {
	name   string
	bureau int
}

func (d *Directory) listMentions(place int, b *Bureau) {
	for _, n := range append([]string{b.Name, b.FullName}, b.Aliases...) {
		if utf8.RuneCountInString(n) < shortestMention {
			continue
		}
		n = Fold(n)
		if head := beginning(n); head != "" {
			d.mentions[head] = append(d.mentions[head], mention{n, place})
		}
	}
}

// beginning gives as many characters of a text as the shortest mention has; it is empty if the text is shorter.
func beginning(s string) string {
	end := 0
	for range shortestMention {
		_, size := utf8.DecodeRuneInString(s[end:])
		if size == 0 {
			return ""
		}
		end += size
	}
	return s[:end]
}

// Mentioned lists the bureaus whose names a text holds, in the plan's order.
func (d *Directory) Mentioned(text string) []*Bureau {
	text = Fold(text)
	var places []int
	for i := range text {
		for _, m := range d.mentions[beginning(text[i:])] {
			if strings.HasPrefix(text[i:], m.name) && !slices.Contains(places, m.bureau) {
				places = append(places, m.bureau)
			}
		}
	}
	slices.Sort(places)
	var out []*Bureau
	for _, i := range places {
		out = append(out, d.bureaus[i])
	}
	return out
}
