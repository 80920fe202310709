package draft

import (
	"cmp"
	"slices"
	"sort"
	"strings"

	"duban/workbook/pattern"
)

// Bureau is an organisation that has a part in any task of the document, or a group of them that the document does not list.
type Bureau struct {
	// Name is the most frequent way of writing it, without 市 or 县 if it also occurs so; Aliases are the other ways.
	Name     Said
	Aliases  []string
	Category string
	Groups   []string
	// GroupsOpen are the groups whose members the document does not name.
	GroupsOpen []string
	// Now is what the reforms mostly made of it, if it has an old name.
	Now string
	// Unlisted says that it is a group without any member in the document.
	Unlisted bool
	// Known says that it is one that nearly every county has.
	Known           bool
	Leads, Supports int
}

// key gives the same text for names of one organisation, such as 发改部门 and 县发展改革局.
func key(n string) string {
	n = withoutPrefix(strings.TrimSpace(n))
	if k := library().names[n]; k != nil {
		return k.name
	}
	if stem, ok := strings.CutSuffix(n, "部门"); ok {
		if k := library().stems[stem]; k != nil {
			return k.name
		}
	}
	if k := library().stems[n]; k != nil {
		return k.name
	}
	if branchOf.MatchString(n) {
		for i := range n {
			if k := library().names[n[i:]]; k != nil {
				return k.name
			}
		}
	}
	return n
}

// Apart reports whether two names are those of different organisations that nearly every county has, such as 民政局 and 财政局.
func Apart(a, b string) bool {
	k, l := library().names[key(a)], library().names[key(b)]
	return k != nil && l != nil && k != l
}

// levelOf gives the level of government that a name begins with, empty if it begins with none.
func levelOf(n string) string {
	if withoutPrefix(n) == n {
		return ""
	}
	for _, level := range [...]string{"市", "县", "区"} {
		if strings.HasPrefix(n, level) {
			return level
		}
	}
	return ""
}

// keyIn is key, but completes elided names of towns from those that are written out: 海阳所 is 海阳所镇.
func keyIn(n string, written map[string]bool) string {
	k := key(n)
	if !written[k] {
		for _, t := range []string{"镇", "街道", "乡"} {
			if written[k+t] {
				return k + t
			}
		}
	}
	return k
}

// groupMembers gives the endings of the names that belong to a group.
var groupMembers = []struct {
	group   *pattern.Pattern
	members *pattern.Pattern
}{
	{pattern.New(`部门$`), nil},
	{pattern.New(`(?:镇区|镇街|镇办)$`), pattern.New(`(?:镇|乡|街道|街道办|街道办事处|开发区|新区|高新区|管委会)$`)},
	{pattern.New(`(?:乡镇街道|乡镇（街道）|镇（街道）|镇（街）)$`), pattern.New(`(?:镇|乡|街道|街道办|街道办事处)$`)},
	{pattern.New(`乡镇$`), pattern.New(`(?:镇|乡)$`)},
	{pattern.New(`镇$`), pattern.New(`镇$`)},
	{pattern.New(`街道$`), pattern.New(`(?:街道|街道办|街道办事处)$`)},
	{pattern.New(`(?:村|村居|村社)$`), pattern.New(`村$`)},
	{pattern.New(`(?:园区|开发区)$`), pattern.New(`(?:园区|开发区|高新区|新区)$`)},
}

func inGroup(group string, b *Bureau) bool {
	for _, g := range groupMembers {
		if g.group.MatchString(group) {
			if g.members == nil {
				return b.Category == CategoryDepartment
			}
			return g.members.MatchString(b.Name.Text)
		}
	}
	return false
}

// everyTown and townsOnly are the ways of writing one group each: 各镇街 and 各镇（街道）, 各镇 and 各乡镇.
var (
	everyTown = pattern.New(`^(?:全市|全县|全区)?各(?:乡镇街道|乡镇（街道）|乡镇（街）|镇（街道）|镇（街）|镇\(街道\)|乡镇\(街道\)|镇街道|镇街|街镇|镇办)$`)
	townsOnly = pattern.New(`^(?:全市|全县|全区)?各乡?镇$`)
)

// groupNames joins the ways in which a group is written. 各镇 and 各镇街 remain two, as streets are only in one.
func groupNames(groups []string, names map[string]string) {
	for _, same := range []*pattern.Pattern{everyTown, townsOnly} {
		first := ""
		for _, g := range groups {
			if same.MatchString(g) {
				first = cmp.Or(first, g)
				names[g] = first
			}
		}
	}
}

func isGroup(n string) bool {
	return strings.HasPrefix(n, "各") || directly.MatchString(n) || strings.HasPrefix(n, "所有") || groupPattern.MatchString(n) && groupEnds.opens(groupPattern.ReplaceAllString(n, "")) != ""
}

// directly matches groups that are directly below a level of government: 区直各部门.
var directly = pattern.New(`^[市县区](?:直|级)?各`)

// joinBureaus lists the bureaus with a part in the tasks, joins the ways in which each is written, and gives the tasks' names
// one writing. Each cell keeps its wording. aliases gives further names, listed the members of groups as the document names them.
func (d *Draft) joinBureaus(aliases map[string][]string, listed []listedGroup) {
	w := d.writings()
	names := map[string]string{}
	for _, k := range w.order {
		b := w.of[k].bureau(k, names)
		for _, n := range w.of[k].order {
			b.Aliases = append(b.Aliases, without(aliases[n], b.Aliases)...)
		}
		d.Bureaus = append(d.Bureaus, b)
	}
	d.elided()
	groupNames(w.groupOrder, names)
	d.joinGroups(w, names, listed)
	for _, t := range d.Tasks {
		t.rename(names)
	}
	for _, i := range d.Indicators {
		i.Owners = renamed(i.Owners, names)
		i.Bureau.Text = strings.Join(i.Owners, "、")
	}
	sort.SliceStable(d.Bureaus, func(i, j int) bool { return categoryOrder(d.Bureaus[i]) < categoryOrder(d.Bureaus[j]) })
}

// elided gives bureaus written with their level of government (区水务局) the name without it as an alias, since within the place nobody
// writes it.
func (d *Draft) elided() {
	taken := map[string]int{}
	for _, b := range d.Bureaus {
		taken[withoutPrefix(b.Name.Text)]++
	}
	for _, b := range d.Bureaus {
		short := withoutPrefix(b.Name.Text)
		if short != b.Name.Text && !strings.HasPrefix(b.Name.Text, "市场") && taken[short] == 1 && suffixOf(short) != "" && !slices.Contains(b.Aliases, short) {
			b.Aliases = append(b.Aliases, short)
		}
	}
}

// writings collects the ways in which a draft's tasks write bureaus and groups.
type writings struct {
	of         map[string]*writing // by the key of the bureau
	order      []string            // the keys, in the order in which they come up
	groups     map[string]Said     // where each is written first
	groupOrder []string
}

// writing collects the ways in which one bureau is written, in order of appearance, with their numbers.
type writing struct {
	b      *Bureau
	order  []string
	counts map[string]int
}

func (d *Draft) writings() writings {
	full, levels := map[string]bool{}, map[string]string{}
	d.eachPart(func(n string, _ Said, _ bool) {
		k := key(n)
		if suffixOf(n) != "" {
			full[k] = true
		}
		if level := levelOf(n); level != "" && !strings.Contains(levels[k], level) {
			levels[k] += level
		}
	})
	w := writings{of: map[string]*writing{}, groups: map[string]Said{}}
	d.eachPart(func(n string, at Said, lead bool) {
		if isGroup(n) {
			if _, ok := w.groups[n]; !ok {
				w.groups[n] = at
				w.groupOrder = append(w.groupOrder, n)
			}
			return
		}
		k := keyIn(n, full)
		if len(levels[k]) > len("市") && levelOf(n) != "" {
			// 区水务局 and 市水务局 in one paper are two.
			k = n
		}
		if w.of[k] == nil {
			w.of[k] = &writing{b: &Bureau{Name: at}, counts: map[string]int{}}
			w.order = append(w.order, k)
		}
		w.of[k].add(n, lead)
	})
	return w
}

// eachPart visits the name of everyone with a part in a task, with its cell.
func (d *Draft) eachPart(visit func(name string, at Said, lead bool)) {
	for _, t := range d.Tasks {
		for _, n := range t.Leads {
			visit(n, t.Fields["leads"], true)
		}
		for _, n := range t.Supports {
			visit(n, t.Fields["supports"], false)
		}
		for _, s := range t.Parts {
			visit(s.Bureau.Text, s.Bureau, false)
		}
	}
	for _, i := range d.Indicators {
		for _, n := range i.Owners {
			visit(n, i.Bureau, true)
		}
	}
}

func (w *writing) add(name string, lead bool) {
	if w.counts[name] == 0 {
		w.order = append(w.order, name)
	}
	w.counts[name]++
	if lead {
		w.b.Leads++
	} else {
		w.b.Supports++
	}
}

// bureau makes a bureau with the plainest way of writing as its name and the others as aliases. It puts the name for each way into names.
func (w *writing) bureau(key string, names map[string]string) *Bureau {
	best := ""
	for _, n := range w.order {
		if best == "" || better(n, best, w.counts) {
			best = n
		}
	}
	b := w.b
	b.Name.Text, b.Name.Sure, b.Name.Why, b.Name.About = best, Sure, "", ""
	lib := library().names[key]
	if lib != nil && w.counts[lib.name] == 0 && (best == lib.stem || strings.HasSuffix(best, "部门")) {
		// The text never writes it out: take the usual name, with that of the text as an alias.
		b.Name.Text, b.Name.Sure, b.Name.Why = lib.name, Likely, WhyStem
		best = lib.name
	}
	if lib == nil && suffixOf(best) == "" {
		b.Name.Sure, b.Name.Why = Doubtful, WhyStem
	}
	for _, n := range w.order {
		names[n] = best
		if n != best {
			b.Aliases = append(b.Aliases, n)
		}
	}
	b.category(key)
	return b
}

// joinGroups gives each group its members among the bureaus. A group without any becomes a bureau itself, with the other ways in which it is
// written as aliases.
func (d *Draft) joinGroups(w writings, names map[string]string, said []listedGroup) {
	unlisted := map[string]*Bureau{}
	for _, g := range w.groupOrder {
		if to := names[g]; to != "" && to != g {
			if b := unlisted[to]; b != nil {
				b.Aliases = append(b.Aliases, g)
			}
			continue
		}
		if d.joinListed(g, said) {
			continue
		}
		listed := false
		for _, b := range d.Bureaus {
			if inGroup(g, b) {
				listed = true
				b.Groups = append(b.Groups, g)
				b.GroupsOpen = append(b.GroupsOpen, g)
			}
		}
		if listed {
			continue
		}
		b := &Bureau{Name: w.groups[g], Category: CategoryTown, Unlisted: true}
		b.Name.Text, b.Name.Sure, b.Name.Why = g, Doubtful, WhyGroupMember
		if strings.HasSuffix(g, "部门") {
			b.Category = CategoryDepartment
		}
		d.Bureaus = append(d.Bureaus, b)
		unlisted[g] = b
	}
}

func categoryOrder(b *Bureau) int {
	switch b.Category {
	case CategoryDepartment:
		return 0
	case CategoryParty:
		return 1
	case CategoryTown:
		return 2
	}
	return 3
}

// better reports whether a writing names a bureau more plainly than another: with its ending, without 市, more often.
func better(n, best string, counts map[string]int) bool {
	plain := func(s string) int {
		switch {
		case strings.HasSuffix(s, "部门") || suffixOf(s) == "" && library().names[s] == nil:
			return 0
		case withoutPrefix(s) != s:
			return 1
		}
		return 2
	}
	if plain(n) != plain(best) {
		return plain(n) > plain(best)
	}
	return counts[n] > counts[best]
}

func (b *Bureau) category(k string) {
	lib := library().names[k]
	if lib != nil {
		b.Known, b.Now = true, lib.now
	}
	switch {
	case strings.HasSuffix(k, "公司") || strings.HasSuffix(k, "集团") || strings.HasSuffix(k, "医院") || strings.HasSuffix(k, "银行"):
		b.Category = CategoryOther
	case lib != nil:
		b.Category = lib.category
	case townLike(b.Name.Text):
		b.Category = CategoryTown
	default:
		b.Category = CategoryDepartment
	}
}

// renamed gives the names of a list in the writing that each has in the draft.
func renamed(list []string, names map[string]string) []string {
	var out []string
	for _, n := range list {
		n = cmp.Or(names[n], n)
		if !slices.Contains(out, n) {
			out = append(out, n)
		}
	}
	return out
}

func (t *Task) rename(names map[string]string) {
	t.Leads = renamed(t.Leads, names)
	t.Supports = without(renamed(t.Supports, names), t.Leads)
	for i := range t.Parts {
		b := &t.Parts[i].Bureau
		b.Text = cmp.Or(names[b.Text], b.Text)
	}
	for k, list := range map[string][]string{"leads": t.Leads, "supports": t.Supports} {
		if s, ok := t.Fields[k]; ok {
			s.Text = strings.Join(list, "、")
			t.Fields[k] = s
		}
	}
}
