package draft

import (
	"strings"

	"duban/workbook/pattern"
)

// timeWord is a wording of time in a clause, with the text close to it on both sides.
type timeWord struct {
	clause, at  piece
	left, right string
}

// timeIn gives the wording of time between two offsets of a clause. 完成, which may end it, is the work.
func timeIn(p piece, from, to int) *timeWord {
	at := p.sub(from, to)
	at.text = strings.TrimSuffix(at.text, "完成")
	return &timeWord{p, at, nearEnd(p.text[:from]), nearStart(p.text[from+len(at.text):])}
}

// noLimits are the wordings of time that are no limit of the work.
var noLimits = []rule[*timeWord, bool]{
	{"past, start or each", "教育局要从10月份开始培训教师320人", (*timeWord).pastOrStart, true},
	{"end of a longer number", "交通局要按2023年全年标准修建道路12公里", (*timeWord).cut, true},
	{"year that is over", "住建局要改造去年底排查出的公厕9处", (*timeWord).lastYear, true},
	{"share of a year's work", "商务局三季度完成全年招商任务的70%", (*timeWord).sharesWork, true},
	{"once in each period", "督查室要一月一次会商重点项目", (*timeWord).onceEach, true},
	{"day on which something is", "水利局要在10月20日会议上提出供水方案", (*timeWord).within, true},
	{"name or slogan", "发改局要编制2025年产业项目清单", (*timeWord).named, true},
	{"half-year that begins a sentence", "下半年，教育局要新建学校3所", (*timeWord).halfAlone, true},
	{"standard of a service", "供热公司要把停暖抢修时间压缩到4小时以内", (*timeWord).standard, true},
	{"answer to the public", "市场监管局要在3个工作日内办结消费投诉", (*timeWord).answer, true},
	{"day of another month", "人社局要在每月25日前报送进展", (*timeWord).dayOfMonth, true},
	{"year that begins a sentence", "今年要加强巡查，水利局改造泵站3座", (*timeWord).yearOfSentence, true},
}

// pastOrStart reports whether the text before the time makes it one of the past, a start, or a rhythm.
func (w *timeWord) pastOrStart() bool { return beforeNoLimit.MatchString(w.left) }

var beforeNoLimit = pattern.New(`(?:去年|上年|前年|自|从|对|占|较|比|每年|每|截至|截止|20\d\d年?[-—至])$`)

func (w *timeWord) cut() bool { return strings.HasSuffix(w.left, "年") || endsInDigit(w.left) }

// lastYear: 去年底.
func (w *timeWord) lastYear() bool {
	return strings.HasPrefix(w.at.text, "年") && lastYear.MatchString(w.left)
}

var lastYear = pattern.New(`[去前]$`)

func (w *timeWord) sharesWork() bool {
	return w.at.text == "全年" && shareOfWork.MatchString(w.right)
}

// shareOfWork matches a share of the work of a time: 全年招商任务的40%.
var shareOfWork = pattern.New(`^[\p{Han}“”]{0,10}?(?:任务|目标|计划|指标)(?:总?量|数)?的?(?:\d|[一二三四五六七八九]成|一半)`)

func (w *timeWord) onceEach() bool {
	return strings.HasPrefix(w.right, "一") && onceEach.MatchString(w.at.text)
}

// onceEach matches words before something that happens once in each period: 一月一调度, 一季度一通报.
var onceEach = pattern.New(`^一(?:个?月|季度)$`)

// closed reports whether the wording says that something has to be done by the time.
func (w *timeWord) closed() bool {
	return strings.HasSuffix(w.at.text, "前") || strings.HasSuffix(w.at.text, "内")
}

// review reports whether it is the time of the year-end assessment: 在年终考核中.
func (w *timeWord) review() bool {
	return yearReview.MatchString(w.right) && strings.HasPrefix(w.at.text, "年")
}

var yearReview = pattern.New(`^(?:综合)?(?:考核|考评|评比)`)

func (w *timeWord) open() bool { return !w.closed() && !w.review() }

func (w *timeWord) within() bool { return w.open() && strings.HasSuffix(w.left, "在") }

func (w *timeWord) named() bool { return w.open() && ofName.MatchString(w.right) }

// ofName matches words behind a time that make it part of a name, a start or a slogan: 2024年产业项目, 8月20日会议, 10月起每周调度, 一季度开门红.
var ofName = pattern.New(`^(?:的|以来|[度份]?(?:计划|预算|报告|方案|清单|目标|产业|重点|项目|会议|获批|开始|至今|全市|第)|份?起(?:[，、每按对由在]|$)|(?:实现|确保|夺取)?(?:开门红|开门稳|双过半|半年红|全年红|满堂红))`)

// halfAlone: 下半年，… begins a sentence and is no limit.
func (w *timeWord) halfAlone() bool {
	return w.open() && strings.HasSuffix(w.at.text, "半年") && strings.Trim(w.left+w.right, spaces) == ""
}

// standard reports whether a span of time is how long something may take: 2小时内到场.
func (w *timeWord) standard() bool {
	return spanOfTime.MatchString(w.at.text) && standard.MatchString(w.left)
}

var spanOfTime = pattern.New(`^(?:\d|[一二两三四五六七八九十半]).*内$`)

// standard matches words before a span of time that make it a standard of service: 压缩到半天以内.
var standard = pattern.New(`(?:控制在|(?:压缩|压减|缩短|缩减|降|减|提速|限定)(?:到|至|为|在))$`)

// answer reports whether a span of time is how soon people are answered: 5个工作日内答复来信.
func (w *timeWord) answer() bool {
	return spanOfTime.MatchString(w.at.text) && !fromMeeting.MatchString(w.left) && answers.MatchString(w.right)
}

var fromMeeting = pattern.New(`会后$`)

var answers = pattern.New(`^(?:予以|给予|及时|全部|依法|必须|要|应|妥善|一律|完成对)*(?:答复|回复|回应|响应|受理|处置|办结|办理|反馈|抢修|修复|到场|到达|赶到|送达|出警|出诊|处理|核实)(?:完毕|好)?[^，、]{0,8}?(?:来信|来电|来访|信访|报警|警情|接警|投诉|诉求|举报|咨询|申请|求助|报修|故障|工单|险情|现场|留言|申报|反映)`)

// dayOfMonth reports whether a day belongs to a month that is not named here: 每月25日前.
func (w *timeWord) dayOfMonth() bool {
	return dayAlone.MatchString(w.at.text) && strings.HasSuffix(w.left, "月")
}

func (w *timeWord) thisYear() bool {
	return w.at.text == "今年" || w.at.text == "本年度" || yearAlone.MatchString(w.at.text)
}

var yearAlone = pattern.New(`^20\d\d年$`)

// yearOfSentence reports whether a year only begins a sentence. It is a limit for work with a figure: 2026年新建公园5处.
func (w *timeWord) yearOfSentence() bool {
	return w.thisYear() && (strings.Trim(w.left, spaces) != "" || !strings.ContainsAny(w.right, "0123456789") || pastWords.MatchString(w.right))
}
