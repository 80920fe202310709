package draft

import (
	"slices"
	"strings"

	"duban/workbook/pattern"
)

// claim is what one actor is asked to do, as clauses that belong together.
type claim struct {
	actor           actor
	leads, supports []name
	more            bool
	vague           []name
	leader          name
	// carried says that the actor was named for the clause or sentence before, not for this one.
	carried bool
	// behind says that the actor was named behind this claim and others, for all of them.
	behind  bool
	clauses []*clause
	// context is the object or means of the work, if it has a clause of its own: 对查出的隐患，….
	context piece
	// whole holds the sentences that the claim was read from.
	whole piece
	// intro is the verb of the list that the claim belongs to: 建立 in 建立两套体系，一套是….
	intro string
	// event is the day of an event that the work prepares.
	event []moment
	// extra holds limits for the work from another clause: 9月底前市政府召开专题会议研究.
	extra []moment
	// pace is how often the county follows up the work: 每周调度一次.
	pace []rhythm
	note *note
	// of is the work that the claim's document is about: 相关方案.
	of piece
	// kin holds the clauses of all the works named together, which are judged together.
	kin *[]*clause
	// field is the subject of the sentence: 民生领域的工作，….
	field piece
	// beside holds the claims on others that were given a limit each together with this one, own the number of clauses by then.
	beside []*claim
	own    int
	// obliged says that the clause with the actor asks for work (市里将…), planned that the text speaks of a plan, stressed
	// that the claim is the most important part of the work before: 尤其是….
	obliged, planned, stressed bool
	// ordered says that a meeting ordered it: 会议要求.
	ordered bool
	// under says that the heading names the actor.
	under bool
}

func (cl *claim) named() bool { return len(cl.leads) > 0 }

func (cl *claim) moments() []moment {
	var out []moment
	for _, c := range cl.clauses {
		out = append(out, c.moments...)
	}
	return append(out, cl.extra...)
}

func (cl *claim) amounts() []amount {
	var out []amount
	for _, c := range cl.clauses {
		out = append(out, c.amounts...)
	}
	return out
}

// countsIn reports whether the claim has a figure in the unit of another one.
func (cl *claim) countsIn(a amount) bool {
	return slices.ContainsFunc(cl.amounts(), func(own amount) bool { return sameUnit(own, a) })
}

// solid reports whether the claim has work that can stand by itself.
func (cl *claim) solid() bool {
	return slices.ContainsFunc(cl.clauses, func(c *clause) bool { return c.verb != "" })
}

// weighed gives the clauses that decide whether the claim is work.
func (cl *claim) weighed() []*clause {
	if cl.kin != nil {
		return *cl.kin
	}
	return cl.clauses
}

// mostKin is the most clauses that are judged together.
const mostKin = 20

// kinship makes the claim one of several works named together.
func (cl *claim) kinship() {
	if cl.kin == nil {
		all := append([]*clause(nil), cl.clauses...)
		cl.kin = &all
	}
}

// figures gives the claim's figures, or those of its object: 对7个未开工项目，逐个列出清单.
func (cl *claim) figures() []amount {
	out := cl.amounts()
	switch {
	case len(out) > 0 || cl.rhythmic():
		return out
	case dealtWith.MatchString(cl.context.text):
		return amounts(cl.context)
	}
	return amounts(cl.field)
}

var (
	dealtWith = pattern.New(`^(?:对|针对|把|将)|^(?:一共|共|共有|总共|涉及|还差|还剩|剩余)\d`)
	// counting only says how many there are.
	counting = pattern.New(`^(?:一共|共|共有|总共|涉及|还差|还剩|剩余)\d`)
)

// rhythms says how often the work recurs, or is followed up.
func (cl *claim) rhythms() []rhythm {
	var out []rhythm
	for _, c := range cl.clauses {
		out = append(out, c.rhythms...)
	}
	return append(out, cl.pace...)
}

func (cl *claim) rhythmic() bool {
	for _, c := range cl.clauses {
		if len(c.rhythms) > 0 {
			return true
		}
	}
	return false
}

// follow begins a claim on the same actor for further work; if several have a limit each, on all of them.
func (cl *claim) follow() *claim {
	leads := cl.leads
	if len(cl.beside) > 0 {
		leads = nil
		for _, one := range append(slices.Clone(cl.beside), cl) {
			leads = append(leads, one.leads...)
		}
	}
	return &claim{actor: cl.actor, leads: leads, supports: cl.supports, more: cl.more, vague: cl.vague, leader: cl.leader, whole: cl.whole, note: cl.note}
}

// sameActor reports whether two claims are on the same bureaus.
func (cl *claim) sameActor(t *claim) bool {
	return cl.actor == t.actor && sameNames(cl.leads, t.leads)
}

func sameNames(a, b []name) bool {
	return slices.EqualFunc(a, b, func(m, n name) bool { return key(m.text) == key(n.text) })
}

// object gives the object of the claim's work, without the verb.
func (cl *claim) object(r *reader) piece {
	body := r.mainClause(cl.clauses).body
	body = body.sub(stripLeadIns(body.text), len(body.text))
	rest := strings.TrimPrefix(body.text[len(verbAt(body.text)):], "好")
	return body.sub(len(body.text)-len(rest), len(body.text))
}

// nominal reports whether a claim only names its work, without a verb at the beginning and without an order.
func (cl *claim) nominal() bool {
	for _, c := range cl.clauses {
		if verbAt(c.body.text) != "" || len(c.moments) > 0 || obliging.MatchString(c.text) {
			return false
		}
	}
	return len(cl.clauses) > 0
}

// closingLimit gives the limit of a clause that ends all the work before it.
func (cl *claim) closingLimit() []moment {
	c := cl.clauses[len(cl.clauses)-1]
	if len(c.moments) == 1 && finishing.MatchString(strings.Replace(c.text, c.moments[0].wording, "", 1)) {
		return c.moments
	}
	return nil
}

// finishing matches words that say that everything before is done.
var finishing = pattern.New(`^[在于]?(?:要|应|须|必须|务必|确保)?(?:全部|全面|一律|均)?(?:要|应|须|必须|务必)?(?:` +
	`(?:落实|配备|配置|购置|购买|采购|储备|安装|发放|交付)?到位|完成(?:采购|购置|储备|配备|安装)?|(?:购|配|备)齐|到货|入库|交付(?:使用)?|投入使用|投用|` +
	`办结|竣工|完工|建成|落地|结束)$`)

// joined gives a claim the other bureaus that have to work together with its own: 海渔、科技部门要联动配合，海渔局…，科技局….
func (cl *claim) joined(together []name) {
	mine := map[string]bool{}
	for _, n := range cl.leads {
		mine[key(n.text)] = true
	}
	var others []name
	for _, n := range together {
		if !mine[key(n.text)] {
			others = append(others, n)
		}
	}
	if len(others) < len(together) {
		cl.supports = append(append([]name(nil), cl.supports...), others...)
	}
}

// take makes a clause's actor the claim's.
func (cl *claim) take(c *clause) {
	cl.actor, cl.leads, cl.supports, cl.more, cl.vague, cl.leader, cl.carried = c.actor, c.leads, append(cl.supports, c.supports...), c.more, c.vague, c.leader, false
}

// measured gives the subject of the claim's last figure, if only a bound is between them: PM2.5平均浓度 in PM2.5平均浓度控制在33微克/立方米.
func (cl *claim) measured() piece {
	c := cl.clauses[len(cl.clauses)-1]
	if len(c.amounts) == 0 || c.amounts[0].at.from < c.body.from {
		return piece{}
	}
	before := c.para.text[c.body.from:c.amounts[0].at.from]
	at := boundBefore.FindStringIndex(before)
	if at == nil || verbAt(before) != "" {
		return piece{}
	}
	return piece{c.para, c.body.from, before[:at[0]]}
}

var (
	// comparing matches a clause that compares the figure before it with another time.
	comparing   = pattern.New(`^(?:并?(?:较|比)(?:上年|去年|上月|上季度|同期|上年同期|去年同期|\d{4}年)|同比)[^，]{0,6}\d`)
	boundBefore = pattern.New(`(?:控制在|保持在?|稳定在|不得?(?:低于|高于|少于|多于|超过)|达到|(?:下降|压降|降|提高|提升|增加|升|增长)(?:至|到)?)$`)
)

// answeredBy gives a claim without names those that stand behind another one for both: 改造泵站3座，新建公园2处，由X牵头、Y配合.
func (cl *claim) answeredBy(o *claim) {
	cl.actor, cl.leads, cl.supports, cl.more, cl.vague, cl.leader, cl.behind = o.actor, o.leads, append(cl.supports, o.supports...), o.more, append(cl.vague, o.vague...), o.leader, true
}

// shared gives the limits that also apply to a clause with a figure of its own: 6月底前新建4所，新增学位1080个.
func (cl *claim) shared(c *clause) []moment {
	if len(c.moments) > 0 || len(c.rhythms) > 0 || len(c.amounts) == 0 || len(cl.clauses) == 0 {
		return nil
	}
	last := cl.clauses[len(cl.clauses)-1]
	ofYear := len(last.moments) == 1 && last.moments[0].wording == "年内" // is the limit of all that the year has to bring
	if len(last.amounts) == 0 || (last.amounts[0].unit == "%") != (c.amounts[0].unit == "%") && !ofYear {
		// 6月底前开工率达到100%，新增车位2000个 are two matters.
		return nil
	}
	if len(last.moments) == 0 && len(cl.extra) == 1 {
		return cl.extra
	}
	if len(last.moments) == 1 && last.moments[0].at.from <= last.body.from+len("在") {
		return last.moments
	}
	return nil
}
