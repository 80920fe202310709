package draft

import (
	"slices"
	"strings"

	"duban/workbook/pattern"
)

var (
	// post matches the post of a county leader, with or without the holder's name.
	post       = pattern.New(`^(?:常务)?副?(?:市长|县长|区长|镇长|乡长)`)
	postHolder = pattern.New(`^(?:(?:县委|市委|区委)(?:常委|副书记|书记)?、?)?(?:常务)?副?(?:市长|县长|区长|镇长|乡长|书记|主任)([\p{Han}]{2,3}?)(?:负责|牵头|同志|分管|包|挂帅|领办|要|每)`)
)

// postWord matches a post behind its holder's name.
var postWord = pattern.New(`^(?:常务)?副?(?:市长|县长|区长|镇长|乡长|书记|主任)`)

// holderPost matches a name before a post: 张明副市长负总责.
var holderPost = pattern.New(`^([` + surnames + `]\p{Han}{1,2}?)(?:常务)?副?(?:市长|县长|区长|镇长|乡长|书记|主任)(?:同志)?(?:负责|负总责|总?牵头|分管|包|挂帅|领办|任)`)

// comrade matches a person named without a post who answers for the work: 李梅同志负总责. Some bureaus and towns begin
// with a surname, too: 文旅局, 白沙镇.
var comrade = pattern.New(`^([` + surnames + `]\p{Han}{1,2}?)(?:同志)?(?:负总责|任组长|任总指挥|挂帅)|^([` + surnames + `]\p{Han}{1,2}?)同志(?:具体|主要|全面)?(?:负责|牵头|分管|包抓|主抓|总牵头|抓总)`)

// surnames lists the most frequent ones.
const surnames = `王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文`

// personAt finds a county leader: 副县长 and a name, a name alone, or all holders of a post.
func personAt(s string) int {
	if m := postHolder.FindStringSubmatchIndex(s); m != nil {
		return behindComrade(s, m[3])
	}
	if m := holderPost.FindStringSubmatchIndex(s); m != nil && suffixOf(s[:m[3]]) == "" && !knownName(s[:m[3]]) {
		return behindComrade(s, m[3]+len(postWord.FindString(s[m[3]:])))
	}
	if m := comrade.FindStringSubmatchIndex(s); m != nil {
		if end := max(m[3], m[5]); suffixOf(s[:end]) == "" && !knownName(s[:end]) {
			return behindComrade(s, end)
		}
	}
	if at := post.FindStringIndex(s); at != nil {
		for _, next := range []string{"每人", "要", "负责", "负总责", "挂帅", "牵头", "分别", "带队"} {
			if strings.HasPrefix(s[at[1]:], next) {
				return at[1]
			}
		}
	}
	return 0
}

// behindComrade matches what may follow 同志 behind a name.
func behindComrade(s string, end int) int {
	if strings.HasPrefix(s[end:], "同志") {
		end += len("同志")
	}
	return end
}

// personOf gives the name of a post's holder, or the post if no name is given.
func personOf(s string) string {
	s = strings.TrimSuffix(s, "同志")
	if m := postHolder.FindStringSubmatch(s + "要"); m != nil && !post.MatchString(m[1]) {
		return m[1]
	}
	if m := holderPost.FindStringSubmatch(s + "负责"); m != nil {
		return m[1]
	}
	return s
}

// oversees reports whether a county leader oversees all the work before a claim: 副县长某某负责统筹协调.
func (cl *claim) oversees() bool {
	return cl.actor == leaderActor && cl.leader.text != "" && len(cl.clauses) == 1 && cl.clauses[0].oversees()
}

func (c *clause) oversees() bool {
	return c.actor == leaderActor && overseeing.MatchString(c.body.text)
}

// overseen gives all claims of a sentence the leader who answers for them: 李梅同志负总责，住建局….
func overseen(claims []*claim) []*claim {
	i := slices.IndexFunc(claims, (*claim).oversees)
	if i < 0 || len(claims) == 1 {
		return claims
	}
	by := claims[i].leader
	claims = slices.Delete(claims, i, i+1)
	for _, cl := range claims {
		if cl.leader.text == "" {
			cl.leader = by
		}
	}
	return claims
}

var overseeing = pattern.New(`^(?:负责)?(?:总体|全面|牵头)?(?:统筹协调|统筹|协调|协调推进|统筹推进|调度|抓总|负总责)$`)
