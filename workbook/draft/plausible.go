package draft

import (
	"slices"

	"duban/workbook/pattern"
)

// plausible decides whether a claim without an actor is work at all.
func plausible(cl *claim, s *section, named bool) bool {
	weight := 0
	begins := false
	founds := false
	for _, c := range cl.weighed() {
		if c.lent != "" {
			return true
		}
		if v := c.firstVerb(); v != "" && (!results.has(v) || papers.MatchString(c.body.text)) {
			begins = true
			founds = founds || founding.has(v)
		}
	}
	if len(cl.moments()) > 0 {
		weight += 2
	}
	if len(cl.amounts()) > 0 || slices.ContainsFunc(cl.clauses, func(c *clause) bool { return contacts.MatchString(c.text) }) {
		weight += 2
	}
	for _, c := range cl.weighed() {
		if len(c.rhythms) > 0 || recurClear.MatchString(c.text) {
			weight++
		}
		if len(c.rhythms) > 0 && recurVerbs.within(c.body.text) != "" && cl.actor != headActor {
			// 每周调度一次 is work, unless the county itself does it.
			weight++
		}
		if c.deliver && !results.has(c.verb) {
			weight++
			break
		}
	}
	if begins {
		weight++
	}
	if founds {
		weight++
	}
	if cl.obliged || slices.ContainsFunc(cl.weighed(), func(c *clause) bool { return obliging.MatchString(c.text) }) {
		weight++
	}
	if slices.ContainsFunc(cl.weighed(), func(c *clause) bool { return firmly.MatchString(c.text) }) {
		weight++
	}
	if cl.planned {
		weight++
	}
	if cl.stressed {
		weight++
	}
	switch {
	case cl.actor == bureauActor && !cl.carried:
		// A named bureau has a task, unless everyone is asked for attitude.
		if s.tone == frame && groupsOnly(cl.leads) {
			return weight >= 4
		}
		return s.tone != frame || weight >= 1
	case cl.actor == bureauActor:
		return weight >= 1
	case s.tone == frame && s.parent != nil:
		return weight >= 5
	case s.tone == frame:
		return cl.actor != noActor && weight >= 4
	case s.tone == goals:
		return len(cl.amounts()) > 0 && weight >= 2
	case cl.actor == vagueActor && everyone.MatchString(cl.vague[0].text):
		return weight >= 3
	case cl.actor == leaderActor:
		return true
	case cl.actor == vagueActor && weight == 1:
		return slices.ContainsFunc(cl.clauses, func(c *clause) bool { return assuring.MatchString(c.text) })
	case cl.actor == vagueActor || cl.actor == headActor:
		return weight >= 2
	case named:
		return weight >= 3 && !cl.hopes()
	case cl.hopes():
		return false
	}
	return weight >= 2
}

// contacts matches requests to name people, which is work although they are not counted: 明确1名联络员.
var contacts = pattern.New(`[\d一二两三]名[^，。；]{0,8}(?:联络员|联系人|信息员|负责同志|负责人|领导)`)

// hopes reports whether a claim only says what the work may lead to: 努力打造特色产业.
func (cl *claim) hopes() bool {
	return len(cl.moments())+len(cl.amounts()) == 0 && !slices.ContainsFunc(cl.clauses, func(c *clause) bool { return !hopeful.MatchString(c.text) })
}

var hopeful = pattern.New(`^(?:努力|从而|以便)`)

// assuring matches requests to actors named by their kind to keep something going: 电力企业要确保线路不中断.
var assuring = pattern.New(`要(?:确保|保证)[^，]{2,12}不`)

// firmly matches stronger requests than a mere 要.
var firmly = pattern.New(`一定要|必须|务必`)

// founding lists verbs that create something.
var founding = newLexicon(`组建 设立 成立 出台 制定 制订 建立 印发 编制 修订 新建 增设`)

// results lists verbs that say what work leads to, not what is done.
var results = newLexicon(`形成 实现 达到 提升 提高 扩大 改善 保持 确保 落地 达标 化解 调整 到位 控制在 控制 增长 下降 扩充`)

// everyone matches requests to all, which seldom ask for work.
var everyone = pattern.New(`^各(?:级|单位|方)|^各级各`)
