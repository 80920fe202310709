package draft

// A decision with many cases is a table of named rules. To teach a case, add a rule at the place where it is to be tried, with an example:
// TestRules fails unless the rule decides its example, and the example is in a test, which says what comes of it.

// rule is one case of a decision. Its answer is then if when holds and no rule above it holds.
type rule[Case, Answer any] struct {
	name string
	// example is a sentence that this rule decides.
	example string
	when    func(Case) bool
	then    Answer
}

// decide gives the answer of the first rule that holds; ok is false if none does. It tells the reader which rule that was.
func decide[Case, Answer any](r *reader, rules []rule[Case, Answer], at Case) (then Answer, ok bool) {
	for i := range rules {
		if rules[i].when(at) {
			if r.decided != nil {
				r.decided(rules[i].name)
			}
			return rules[i].then, true
		}
	}
	return then, false
}
