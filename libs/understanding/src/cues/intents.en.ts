import { englishCue as cue } from './cue.js';

/** What a question is about: English. Names as in the Chinese list. */
export const INTENT_CUES_EN = [
  cue(
    'i_store_hours',
    'open(?:ing)?\\b(?!_box|_the|_an) clos(?:e|es|ing|ed)\\b hours?\\b(?!_ago) how_late till_when what_time holiday bank_holiday (?:phone|hotline)_number staffed support_available contact_you reach_you customer_(?:service|support|care|assistance) (?:phone|call|e-?mail)_(?:number|address|centre|center)',
  ),
  cue(
    'i_store_location',
    'address_(?:of|please)? where_(?:exactly_)?(?:is|are)_(?:your|you|the)_(?:\\w+_)?(?:shop|store|branch|mall) directions? metro bus\\b station nearest closest branch(?:es)? map\\b which_street how_far airport downtown come_in_from zip\\b get_there locations?\\b',
  ),
  cue('i_parking', 'park(?:ing|ed)?\\b car_park garage ev\\b charge_my_(?:ev|car) parking_ticket validated'),
  cue(
    'i_brand_floor',
    '(?:which|what)_(?:floor|level|aisle|shelf) where_(?:do_i_find|are_the|is_the|can_i_find) is_there_(?:a|an)_(?:\\w+_)?(?:store|shop|pharmacy|bookshop|stand|starbucks) looking_for_the section\\b counter\\b level\\b aisle\\b food_court do_you_have_a_\\w+_(?:store|shop)',
  ),
  cue(
    'i_facilities',
    'restrooms?|bathrooms?|toilets? baby_chang\\w+ nursing wheelchair lockers? wifi power_bank stroller elevator lift\\b cash_machine atm\\b prayer dogs?_allowed pets?\\b umbrellas? sit\\b first_aid_room lend borrow charge_my_phone',
  ),
  cue(
    'i_events',
    'event workshop class\\b light_show concert music_tonight santa book_signing pop.?up fashion_show egg_hunt anniversary_sale halloween sign_up_for what.?s_on for_kids schedule',
  ),
  cue(
    'i_product_info',
    'made_of waterproof material dishwasher sensitive_skin lactose genuine real_leather wattage how_heavy how_many_(?:liters|people) fast_charging bluetooth pair_the manual\\b instructions reset_the shelf_life come_with batteries difference_between safe_for use_it machine_washable compatible firm\\b ingredients',
  ),
  cue(
    'i_recommendation',
    'recommend\\w* suggest(?!ion) what_would_you best_(?:phone|laptop|shoes|for|vacuum|coffee) which_(?:one|vacuum|coffee|moisturi\\w+|is_best) gifts? present\\b ideas? help_me_(?:pick|choose) looking_for_a good_(?:running|toys|shoes) go_with',
  ),
  cue(
    'i_size_advice',
    'sizes?\\b fit\\b run_small true_to_size measure(?:ments?)? chest waist wide_feet cm\\b kg\\b lbs\\b half_size i_usually_wear stretchy slim_fit bigger_size',
  ),
  cue(
    'i_stock',
    'in_stock out_of_stock restock available sold_out discontinued back_in do_you_(?:sell|carry|still|have_(?:this|the|any|human|fake)) got_any any_left how_many_left reserve_the carry\\b have_it place_(?:an|the)_order buy\\b purchase\\b(?!_#?\\d)',
  ),
  cue(
    'i_price',
    'how_much(?!_is_(?:shipping|parking|delivery)) price\\b cost\\b(?!_of_shipping) cheaper pricey charge_for bulk_price includes?_tax',
  ),
  cue(
    'i_promotion',
    'deals?\\b sale\\b discount(?!_code) student military seniors? black_friday buy_one bundle promotions? offers?\\b(?!_at) trade_in get_if_i_spend special',
  ),
  cue('i_coupon', 'coupons? vouchers? promo(?:_code)? discount_code code_(?:isn|not|says|doesn|expired)'),
  cue('i_points', 'points?\\b(?!_of)'),
  cue('i_membership', 'member(?:ship)?s?\\b loyalty tier\\b gold\\b platinum silver_and perks'),
  cue('i_gift_card', 'gift_cards? e-gift giftcard'),
  cue(
    'i_payment',
    'pay(?:ment|ments|ing)?\\b(?!_by_points) apple_pay paypal credit_card debit card_(?:was_)?declined charged_twice installments? cash\\b bank_transfer split cards_do_you',
  ),
  cue('i_invoice', 'invoices? receipts? bills?\\b vat\\b tax_invoice'),
  cue(
    'i_order_status',
    'where.?s?_(?:is_)?my_(?:order|stuff|package|parcel|purchase) track(?:ing)? shipped ship_yet status_of_my_(?:order|purchase) eta\\b when_will_(?:it|my|the|order) out_for_delivery left_the_warehouse update_on arrive\\b processing order_#?\\d+_(?:status|arrive) how_long_until',
  ),
  cue(
    'i_order_change',
    'change_(?:my|the|from|order)_?(?:order|shipping|delivery|address|quantity)? modify edit_(?:the|my)_(?:order|quantity) swap_the add_(?:another|an)_item update_the_(?:delivery|address) remove_(?:one|an)_item wrong_(?:apartment|phone|address) correct_(?:my|the)_(?:shipping|address) switch_to move_the_delivery different_delivery replace_one',
  ),
  cue(
    'i_order_cancel',
    'cancel\\w*_(?!the_(?:agent|transfer)) cancell?ation don.?t_(?:need|send)_it changed_my_mind stop_the_order ordered_twice',
  ),
  cue(
    'i_delivery_options',
    'ship_to deliver(?:y)?_(?:to|on|options|furniture|available|slot) same_day next_day courier_do courier\\b upstairs express\\b time_slot internationally evening standard_shipping po_boxes which_countries',
  ),
  cue(
    'i_delivery_fee',
    '(?:shipping|delivery)_(?:cost|fee|charge) how_much_(?:is_)?(?:for_)?(?:shipping|delivery|express) free_(?:shipping|delivery) postage pay_for_delivery charged_\\S+_for_delivery charge_for_deliver',
  ),
  cue(
    'i_delivery_problem',
    'says_delivered never_came didn.?t_(?:arrive|ring|get_my_parcel) left_it returned_to_sender wrong_(?:house|address) lost_i_think missed_the_delivery signed_for soaked customs parcel_(?:is|was|stuck) locker_code driver couldn.?t_find where_did_they_leave box_was_open',
  ),
  cue('i_pickup', 'pick(?:_it)?_?up\\b(?!_my_phone) collect(?:ion|ing)?\\b curbside click_and_collect collect_it'),
  cue('i_return', 'return\\w*\\b send_(?:it|them|this)?_?back give_back'),
  cue(
    'i_exchange',
    'exchange\\w* swap\\b replace_my different_(?:model|color|size|one) larger_size bigger_size another_color',
  ),
  cue('i_refund_status', 'refund\\w* money_back reimburs\\w+ get_my_money'),
  cue(
    'i_repair',
    'repair\\w* fix\\b(?!_this) technician resoling hemming stopped_cooling won.?t_spin new_screen look_at_it',
  ),
  cue('i_warranty', 'warrant\\w+ guarantee\\b covered extended_cover'),
  cue(
    'i_product_defect',
    'crack(?:ed|s)? broken leak(?:s|ing)?\\b(?!_my) no_sound won.?t_(?:turn|heat|start|close) stopped_working defect\\w* dead_pixel hole_in came_(?:apart|loose) flicker\\w* peeling chip\\b stuck\\b doesn.?t_(?:close|hold|work_properly) seam tinny',
  ),
  cue(
    'i_wrong_item',
    'wrong_(?:item|color|colour|size|one|thing|model) missing(?:_from|_parts)? isn.?t_in_the_box no_(?:charger|remote) only_\\d_of got_(?:regular|two|a_different) instead_of sent_me_two not_included box_was_empty spare_part',
  ),
  cue(
    'i_price_protection',
    'price_(?:drop\\w*|match\\w*|adjust\\w*|protect\\w*|guarantee) (?:now|it.?s)_cheaper cheaper_(?:now|at) on_sale_today \\d+%_off difference\\b',
  ),
  cue('i_lost_and_found', 'lost_(?:my|and|property) left_my found_a hand(?:ed)?_in dropped_a i_think_i_left'),
  cue(
    'i_account',
    'account\\b(?!ant) passwords? log_?in sign_?(?:in|up) register\\b registration verification email_address profile pin\\b locked app_keeps',
  ),
  cue(
    'i_privacy',
    'privacy personal_data my_data data_do_you unsubscribe opt_out newsletter marketing stop_sending my_information share_my_info personali[sz]ed',
  ),
  cue(
    'i_feedback',
    'suggestion review\\b feedback comment\\b opinion loved? great excellent amazing brilliant five_stars kudos happy_with pleased delicious comfy impressed helpful perfectly should_add would_be_nice',
  ),
  cue(
    'i_complaint_process',
    'complaints?_(?:department|procedure|policy|process\\w*|line|hotline|hours|take|affect|is_filed) my_(?:complaint|claim)\\b how_long_do_complaints appeals time_limit_for are_complaints',
  ),
  cue(
    'i_chitchat',
    'who_are_you your_name joke how_are_you are_you_a lol bored sing\\b you.?re_(?:cute|funny) who_made how_old_are weather_is traffic_was',
  ),
  cue(
    'i_other',
    'weather\\b(?!_is) capital_of poem translate flight recipe how_tall who_won horoscope hiring job_openings convert alarm jazz supplier stock_price hotel calories passport credit_score bank_(?:balance|account) remind_me what_time_is_it_in',
  ),
];
