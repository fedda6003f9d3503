import { englishCue as cue } from './cue.js';

/** English cues of all kinds. `_` is a blank; alternatives begin at a word start. */
export const CUES_EN = [
  cue(
    'person',
    'humans?\\b person\\b people_to agents?\\b(?!_orange|_gift) representatives?\\b rep\\b(?!lac) operators?\\b advis[eo]rs? supervisors? managers?\\b(?!.s_chair) somebody\\b someone\\b staff\\b employees?\\b assistants?\\b specialist(?:s)?\\b colleagues? live_(?:chat|agent|person|support)(?!_costume) real_(?:person|human|people) actual_(?:person|human) in_charge',
  ),
  cue(
    'get',
    '(?:talk|speak|chat|connect|transfer|put_me|put_a|reach|contact|get_me|give_me|call_me|ring_me|hand_me|pass_me|escalate|discuss|converse|communicate)[a-z]* call_back callback assistance_from in_touch_with word_with',
  ),
  cue(
    'not_bot',
    'no_(?:more_)?(?:bots?|robots?|machines?) not_(?:a_)?(?:bot|robot|machine) instead_of_(?:a_)?(?:bot|machine) stop_the_bot not_you\\b you_can.?t_help rather_(?:talk|speak|deal)',
  ),
  cue(
    'complain',
    'complain[a-z]* grievances? reclamations? file_(?:a|an|my)_(?:claim|report) (?:lodge|make|submit|raise|register|report)_(?:a|an|the|my)?_?(?:formal_|consumer_|customer_)?(?:claim|complaint|problem|issue|grievance|reclamation) claim_against dispute escalat[a-z]+ zero_stars one_star',
  ),
  cue(
    'demand',
    'demand[a-z]* i_want_my_money (?:full|immediate)_refund compensat[a-z]+ refund_me (?:fix|sort)_(?:this|it)_(?:now|out|immediately) immediately\\b right_now\\b i_expect i_insist apolog(?:y|ise|ize) make_(?:this|it)_right who_is_going_to_pay who_pays reimburse_me owe_me must_be',
  ),
  cue(
    'promise_broken',
    'promised you_said you_told (?:was|were)_told guaranteed you_swore said_it_would like_you_said assured lied never_(?:came|called|arrived|showed|happened|got_back|received) no_show',
  ),
  cue(
    'delay',
    'still_(?:waiting|not|no|nothing|hasn|haven) been_(?:\\d+|two|three|four|five|six|a|over)_(?:days?|weeks?|months?) (?:weeks?|months?|days?)_(?:now|late|later|ago_and) waiting_(?:for|since|on) waited took_(?:weeks|months|forever) forever\\b overdue a_month_late',
  ),
  cue(
    'no_reply',
    'no_?(?:body|_one)_(?:calls?|called|cares?|answers?|answered|helps?|helped|replies|replied|responds?|came|takes) no_one_(?:calls?|called|cares?|answers?|answered|helps?|helped|replies|replied|responds?|came|takes|gives) no_(?:reply|response|answer|call)\\b ignor(?:e|ed|ing)\\b hung_up hang_up left_me passed_around passing_me never_(?:reply|answer|respond)',
  ),
  cue(
    'refused',
    'refus(?:e|es|ed|ing)\\b won.?t_(?:let|give|refund|exchange|help|accept|take|honou?r) denied\\b don.?t_care doesn.?t_care not_acceptable unacceptable not_good_enough i_won.?t_accept can.?t_accept how_is_(?:it|this|that)_(?:ok|okay|fair|right|legal|even) why_(?:am_i|should_i|do_i_have_to)_pay not_fair unfair responsib[a-z]+ your_(?:own_)?(?:mistake|fault|error)',
  ),
  cue(
    'bad_service',
    '(?:bad|poor|terrible|horrible|awful|lousy|shocking|disgraceful|appalling|atrocious|rubbish|pathetic|disgusting|worst)_(?:\\w+_)?(?:service|experience|company|store|shop|staff|support|quality|attitude) rude[a-z]* unprofessional disrespect[a-z]* attitude\\b incompeten[a-z]+ useless\\b disappoint[a-z]+ unhappy dissatisf[a-z]+ unsatisf[a-z]+ let_down treated_(?:me|us|like) mistreat[a-z]*',
  ),
  cue(
    'deceit',
    'fake(?!_plants?)\\b counterfeit not_genuine bait_and_switch misleading false_advertis[a-z]+ not_as_(?:described|advertised) wasn.?t_what_(?:is|was)_advertised isn.?t_what_was rip_?off ripped overcharg[a-z]+ hidden_(?:fee|charge)s? used_goods second_?hand liars?\\b lied cheat(?:ed|ing)?\\b trick(?:ed)?\\b dishonest',
  ),
  cue(
    'repeat',
    '(?:second|third|fourth|fifth|2nd|3rd|4th|5th)_time (?:two|three|four|five|several|many|\\d+)_times again_and_again over_and_over every_(?:single_)?time yet_again keeps?_(?:on_)?\\w+ing once_again asked_(?:you_)?(?:two|three|four|twice|repeatedly)',
  ),
  cue(
    'fury',
    'furious livid angry(?!_birds) anger\\b outrag[a-z]+ ridiculous fed_up sick_(?:and_tired|of)\\b had_it_with had_enough enough_is_enough infuriat[a-z]+ frustrat[a-z]+ unbelievable absurd losing_my_patience about_to_scream shame_on how_dare are_you_kidding you_people you_lot_are hate_(?:you|this) insult[a-z]* disgrace[a-z]* what_is_wrong_with pissed mad_at joke_of clowns? never_(?:buying|shopping|coming|again|ordering) waste_of',
  ),
  cue(
    'swear',
    'wtf\\b fuck[a-z]* shit[a-z]* bullshit damn(?:ed)?\\b crap(?:py)?\\b bastards? ass(?:hole)?s?\\b screw_you go_to_hell idiots? stupid moron[a-z]* bloody(?!_mary) freaking hell\\b stfu suck(?:s|ed)?\\b',
  ),
  cue('trash', 'garbage(?!_bag|_can)\\b trash(?!_bag|_can)\\b rubbish(?!_bin|_bag) pathetic disgusting worthless'),
  cue(
    'distress',
    'desperate[a-z]* panic[a-z]* in_tears crying worried_sick i_don.?t_know_what_to_do ruined please_help\\b urgent(?:ly)?\\b stress[a-z]* anxious nightmare',
  ),
  cue(
    'irony',
    'oh_great wow, congratulations well_done_you lovely, brilliant, fantastic, great, sure, thanks_for_nothing thanks_a_lot_for love_(?:paying|waiting|how) so_the_\\w+_means clever\\b only_(?:a_)?(?:month|week|my_wedding) slow_clap bravo',
  ),
  cue(
    'praise',
    'love(?:d|ly)?\\b great\\b excellent amazing awesome wonderful fantastic perfect(?:ly)? brilliant best\\b happy\\b pleased impressed delighted thank(?:s|_you) kudos five_stars delicious helpful kind\\b friendly quick\\b appreciate adore superb',
  ),
  cue('mild', 'a_bit a_little kind_of sort_of slightly not_as quite\\b'),
  cue(
    'world',
    'weather traffic boss\\b work\\b other_(?:store|shop) another_(?:store|shop) competitor team\\b heat\\b neighbou?rs? landlord',
  ),
  cue(
    'body_harm',
    'injur[a-z]+ hurt(?:s|ing)?\\b burn(?:ed|t|s|ing)\\b my_\\w+_(?:hurt|broke|swelled) broke_my cut_(?:my|him|her|me)[a-z]* bleed[a-z]* blood\\b(?!y) (?:electric_)?shock(?:ed)? electrocut[a-z]+ slipped fell_(?:on|over|down|off) tripped rash(?:es)?\\b blister[a-z]* swollen allergic(?!_pillow) hospital\\b emergency_room er\\b ambulance doctor\\b concussion stitches choke[a-z]* stab(?:bed)? trapped collaps[a-z]+ shatter[a-z]* bitten',
  ),
  cue(
    'hazard',
    'explod[a-z]+ explosion fire\\b(?!_place) smok(?:e|ing)\\b(?!_alarm|_detector) sparks?\\b escalator elevator needle\\b',
  ),
  cue('vulnerable', 'my_(?:kid|son|daughter|baby|child|mother|father|mom|mum|dad|wife|husband|grandm|grandf)[a-z]*'),
  cue(
    'bad_food',
    'mou?ld(?:y)?\\b maggots? cockroach(?:es)? roach(?:es)? bugs?_in worms? insects?_in hair_in glass_in plastic_in metal_in (?:a_)?piece_of_(?:glass|plastic|metal) out_of_date expired?_(?:milk|food|meat|product|yogh?urt|ham|cheese|weeks|months) expiry rotten raw_in undercooked spoiled slimy smells?_(?:rotten|off|bad) rancid contaminat[a-z]+ rat\\b mouse_droppings',
  ),
  cue(
    'ill_food',
    'food_poison[a-z]* throwing_up threw_up vomit[a-z]* diarrh[a-z]+ stomach_(?:ache|pain|cramps?) got_sick sick_after salmonella nausea[a-z]*',
  ),
  cue(
    'fraud',
    'fraud[a-z]* scam(?:med|mer|s)?\\b phish[a-z]* stolen stole\\b theft\\b hack(?:ed|er)?\\b unauthori[sz]ed (?:didn.?t|never|not)_(?:make|made|authori[sz]e|place|buy|me)\\b wasn.?t_me used_my_(?:card|account) drained imperson[a-z]+ claiming_to_be pretend[a-z]*_to_be unknown_(?:recurring_)?charge double_swip[a-z]+ fake_(?:version|site|website|call)',
  ),
  cue(
    'legal',
    'lawyer(?!_up)s? attorney sue\\b suing lawsuit legal(?:ly)? illegal court\\b(?!_shoes) police trading_standards consumer_(?:protection|rights|law) bbb\\b ombudsman fcc\\b ftc\\b attorney_general chargeback violat[a-z]+ against_the_law',
  ),
  cue(
    'media',
    'social_media tiktok twitter facebook instagram reddit youtube viral\\b the_(?:local_)?(?:news|press|media|papers) journalist reporter(?!_notebook)s? channel_\\d+ (?:tv|news)_station (?:one|1).?star_reviews? my_followers followers\\b blog\\b expose_you go_public',
  ),
  cue(
    'leak',
    'leak(?:ed|ing)?_(?:my|our|personal|data|customer)[a-z]* data_breach breach(?:ed)? my_(?:personal_)?(?:data|details|info[a-z]*|address|email|phone_number|passport[a-z_]*)_(?:was|were|is|got|has|have|to) another_customer.?s someone_else.?s_(?:orders?|details|account|address|data) other_(?:people|customers).?s?_(?:orders?|details|data) have_my_(?:phone_)?number get_my_(?:phone_)?number sold_my never_agreed without_my_(?:consent|permission) camera_in cctv spam_since',
  ),
  cue(
    'bot_bad',
    'not_what_i_(?:asked|meant|said|want) (?:you.?re|are|do)_not_understand[a-z]* don.?t_understand_me you_don.?t_(?:understand|get) not_understanding doesn.?t_(?:answer|help|solve|work) didn.?t_(?:answer|help|solve|work|read) same_(?:answer|link|thing|message|reply) wrong_answer (?:useless|stupid|dumb|silly|bad|terrible)_(?:bot|robot|machine|chatbot|ai) no_sense in_circles not_helpful unhelpful still_nothing already_tried can.?t_you_read did_you_(?:even_)?read not_it_at_all talking_to_a_wall repeating',
  ),
  cue(
    'ask_what',
    'what(?:.?s)?\\b when\\b where(?:.?s)?\\b which\\b how_(?:do|can|much|many|long|late|to|would|should|does|is)\\b is_there are_there do_you\\b can_i\\b can_you\\b could_i\\b could_you\\b may_i\\b is_it\\b does_(?:it|the)\\b any\\b i_(?:need|want|would_like|.d_like)_to_know help_me i_need_(?:help|assistance|information|info) (?:check|see|find|show|view)_',
  ),
  cue(
    'plain_want',
    '(?:i|we)_(?:just_|only_)?(?:want|need|wish|have|am_trying|.m_trying|would_like|.d_like|tried|try)_to_(?:buy|order|place|change|check|see|know|cancel|update|create|open|set_up|add|remove|track|find|pay|download|edit|switch|register|sign|subscribe|unsubscribe|return|exchange|swap|purchase|modify|correct|delete|close|recover|reset|use|make_(?:a_payment|an_order|a_purchase|an_account)|leave_(?:a|an|some)|write|post|submit_(?:a_review|feedback)|locate|learn|receive|view) (?:help|assist\\w*|aid)_(?:me_)?(?:to_|in_|with_)?(?:my_|the_|an?_)?\\w+ information_(?:about|on) (?:having|have|got|get|getting|experiencing)_(?:an?_|some_)?(?:\\w+_)?(?:problems?|issues?|trouble|errors?|difficult\\w+)_(?:with|when|while|in|to|making|changing|registering|paying|signing)? (?:report|notify|inform)(?:_of|_about)?_(?:an?_|some_|the_)?(?:\\w+_)?(?:problems?|issues?|errors?)_(?:with|when|while|in|of|during)_(?:the_|a_|my_)?(?:payment|registration|sign|checkout|website|app|page|order) do_not_know_(?:how|what|where) don.?t_know_(?:how|what|where)_(?:to|i_can) (?:could|can|would)_(?:you|i)_(?:please_)?(?:help|tell|show|check|get|see|find|give_me_(?:some|more)_info|explain|let_me_know) where_(?:can|do|could)_i i_.{0,12}how_(?:to|do_i|can_i)',
  ),
  cue('wish_buy', 'in_stock price\\b cost\\b recommend[a-z]* looking_for sell\\b carry\\b size\\b available\\b'),
  cue(
    'about_complaint',
    'complaints?_(?:department|procedure|policy|process|line|hours|usually|take|affect|form) (?:status|progress)_of_my_(?:complaint|claim) how_long_do_complaints close_my_old_complaint last_complaint handled_my',
  ),
  cue(
    'suggest',
    'suggestion\\b suggest\\b you_should could_you_(?:play|add|bring|make) would_be_nice please_(?:add|bring_back)',
  ),
  cue(
    'withdraw',
    'never_?mind (?:don.?t|no_longer|not)_(?:need|want)_(?:an?|the|to)_?(?:agent|human|person|transfer|talk|speak|wait|connect)[a-z]* cancel_the_(?:transfer|handover|agent|request) (?:no|without)_(?:need_for|a)_(?:human|agent|person) forget_(?:the|about_the)_(?:agent|human) skip_the_(?:human|agent) leave_the_queue stop_the_(?:handover|transfer) stay_with_the_bot don.?t_(?:connect|transfer)',
  ),
  cue(
    'deny',
    'not_a_complaint not_(?:complaining|upset|angry|mad|trying_to_complain|going_to_(?:sue|complain)) no_complaints? never_had_(?:a|any)_(?:single_)?(?:complaint|problem) isn.?t_a_(?:complaint|scam|big_deal) nobody_(?:got|was)_hurt wouldn.?t_call_it (?:don.?t|no)_(?:need|want)_(?:a|to)_(?:refund|manager|speak|talk|get_a_manager)[a-z]* without_(?:talking|speaking)',
  ),
];
