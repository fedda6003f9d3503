/**
 * Concepts of what comes after and beside the purchase: returns, repair, membership, account, privacy, complaints. Format: see `index.ts`.
 */
export const SERVICE_CONCEPTS = `
return: 退货 退掉 退了 能退 可以退 想退 退不退 退吗 给退 退得 退换 退回 无理由 退 不喜欢 不想要 不满意 退给你们 ; return send_back give_back take_back bring_back
window: 几天内 多少天 几天可以 期限 七天 7天 过了几天 超过 多久之内 最晚 多久以内 时限 十五天 15天 一个月了 截止 来得及 还来得及 买了很久 过了时间 ; within_day how_many_day deadline time_limit period window how_long_do_i_have too_late
noreturn: 不能退 哪些不 不支持退 特价商品 不退不换 贴身 例外 打折的能 概不 清仓能 促销品 ; non_returnable can_not_return exclude final_sale exception not_eligible
opened: 拆封 拆了 打开过 用过 穿过 洗过 吊牌 剪了 拆开 开封 试过 已经拆 撕了 包装没了 盒子扔 盒子没 扔了 下过水 戴过 过水 尝了 ; open used worn unsealed tag_remove opened_package original_packaging without_box wash
returnfee: 退货运费 退运费 运费谁出 谁出运费 邮费谁 运费谁 来回运费 寄回去的钱 寄回运费 谁承担 运费险 邮费自 自己出 谁付运费 到付 谁掏 谁负责 ; return_shipping return_postage who_pay_return cost_of_return
collectdoor: 上门取 取件 来拿 上门收 到家取 来收 上门取货 揽收 来家里拿 派人来拿 快递来取 懒得跑 不想跑 ; pick_up_return collect_return home_collection come_and_collect collect_from_home collection
returnaddr: 退货地址 寄到哪 退到哪 寄回哪 退回地址 往哪寄 寄给谁 ; return_address where_do_i_send
returnstore: 店里退 门店退 网上买的能到店退 线下退 拿到店里 直接去店 到店退 拿去店 去专柜退 跨店退 异店 网购到店 ; return_in_store return_at_store bring_to_store
returnhow: 怎么退 退货流程 如何退 退货步骤 申请退 在哪退 退货申请 申请售后 怎么弄退 售后申请 ; how_to_return return_process start_return request_return
exchange: 换货 换一 换个 调换 更换 换大 换小 能换 可以换 换码 换吗 换新 想换 调一个 换别的 换件 ; exchange swap replace replacement
refund: 退款 退钱 钱退 还钱 退我钱 退给我 返款 把钱 钱什么时候回 退还 钱回来 ; refund money_back reimburse get_my_money
refundtime: 退款多久 钱多久到 什么时候到账 几天到账 到账 没到账 多久退 几时退 没退回来 钱还没 还没到账 没收到退款 没退给我 退款进度 还没退 ; refund_take how_long_refund not_receive_refund refund_status when_refund refund_arrive
refundroute: 退到哪 原路 退回原 退到微信 退到卡 退到余额 退回银行卡 钱退哪 退去哪 换个账户 ; refund_to original_payment which_account refund_to_card refund_method
partialrefund: 部分退 只退一件 退一部分 退其中 退一半 凑单退 退一个 满减退 退了一件 套装 用了券再退 券还 券退 ; partial_refund return_one partly part_of_order coupon_return
onlyrefund: 仅退款 不退货只退款 不用退货 不用寄回 ; refund_without_return keep_item
member_noexam: 免检 不验货 会员退货 信任退 免审 ; without_inspection no_questions
defect: 质量 瑕疵 坏了 有问题 次品 故障 不工作 开不了机 不亮 破洞 开线 脱胶 掉色 用两天 没用几天 残次 不好使 缺陷 用了几天 失灵 不灵 开胶 断了 掉皮 不制冷 漏水 异响 毛病 出问题 不转 罢工 没反应 接触不良 ; defect faulty quality broken not_work malfunction stop_working flaw turn_on
repair: 维修 修 报修 返修 修一下 修理 能修 检修 修好 送修 师傅上门 修不修 ; repair fix service mend
repairtime: 修多久 几天修好 修好要 维修时间 修了很久 多久修好 维修周期 ; how_long_repair repair_time
repairfee: 修要钱 维修费 修理费 换零件 配件费 上门费 检测费 ; repair_cost repair_fee
warranty: 保修 质保 保修期 三包 保多久 过保 保几年 延保 质保卡 保固 保修卡 包修 ; warranty guarantee extend_warranty cover
spare: 备用机 替代品 代用 借一台 ; loaner substitute spare
complaint: 投诉 差评 举报 意见 反映 不满 态度差 态度不好 申诉 说法 讨个说法 ; complaint complain feedback grievance dissatisfied
handletime: 多久处理 多久回复 什么时候给答复 几天解决 处理时间 给个结果 多久有结果 处理进度 几个工作日 时效 多长时间解决 ; how_long_handle resolve response_time handle
suggestion: 建议 反馈 提意见 意见箱 提个建议 评价 评论 好评 表扬 ; feedback suggestion opinion review praise survey rating
human: 人工 真人 客服 转人工 找人 专员 ; human agent person representative operator customer_service
compensation: 赔偿 赔 补偿 赔付 赔钱 赔多少 假一赔 ; compensation compensate pay_back damages
member: 会员 入会 会员卡 加入 办卡 vip 办会员 成为会员 会员制 贵宾 ; member membership loyalty vip
join: 注册 怎么办会员 办卡 开通 入会 怎么加入 成为会员 办一张 申请会员 加会员 怎么弄会员 新用户 ; join register sign_up become_a_member enroll enrol create_account
newuser: 新人 首单 第一次买 新用户 新客 新会员 首次 ; new_user first_order new_customer first_time
tier: 等级 级别 金卡 银卡 黑卡 钻石 升级 怎么升 降级 保级 升到 掉级 多少能升 消费多少 成长值 高级会员 尊享 ; tier level upgrade downgrade gold silver platinum status
benefit: 权益 福利 好处 有什么用 特权 待遇 礼遇 能享受 优待 有啥用 ; benefit perk privilege advantage
points: 积分 攒分 分数 积点 兑换 换礼品 抵现 积分商城 攒的分 我的分 会员分 几分 ; point reward earn redeem
earn: 怎么攒 怎么得 累积 攒 补积分 没积分 没到账 没给我积分 漏积 忘了积分 忘报手机号 补登 获得 赚 几倍 双倍 ; earn accumulate collect_point missing_point credit
redeem: 兑换 抵现 换东西 抵多少 怎么花积分 换礼品 抵钱 能当钱 换什么 抵扣 ; redeem exchange_point use_point spend_point
pointexpire: 积分过期 积分清零 积分有效 积分到期 清零 积分会不会 攒的分会 积分年底 ; point_expire
transfer: 转给 转让 送给别人 给家人 合并账号 共享 家人一起 转赠 亲情 家庭 共用 给老婆 给朋友用 亲友 别人用 ; transfer share give_to family_account merge_account
birthday: 生日 寿星 过生日 生日月 生辰 ; birthday
account: 账号 账户 帐号 帐户 个人中心 资料 ; account profile
login: 登录 登陆 登不上 登不进 进不去 登不了 上不去 ; log_in login sign_in access
password: 密码 忘记密码 重置 找回 密码错 支付密码 ; password passcode pin reset forget
smscode: 验证码 收不到码 短信码 收不到短信 没验证码 ; verification_code otp sms_code
phonechange: 换手机号 手机号换 换号 原来的号 旧号 号码停用 更换手机 换了手机 新号码 绑定手机 换绑 ; change_phone new_number change_my_number update_phone
logout: 注销 删除账号 销户 退出会员 不想当会员 退会 销号 ; delete_account close_account deactivate cancel_membership terminate
hacked: 被盗 盗刷 盗用 异常登录 别人登录 有人登 泄露 安全 被人用 冻结 锁定 ; hack stolen compromise unauthorized fraud suspicious freeze block lock
privacy: 隐私 个人信息 信息安全 我的信息 个人资料 数据 泄露 收集 信息会不会 卖给别人 查看我的 人脸 ; privacy personal_data personal_information data_protection gdpr
datadelete: 删除信息 删掉我的 删除数据 清除记录 删除个人 抹掉 导出 ; delete_my_data erase remove_my_data export_my_data
marketing: 推送 骚扰 短信太多 广告 推销 不想收到 退订 老发 别再发 关闭通知 屏蔽 总给我发 订阅 ; unsubscribe marketing newsletter spam promotional subscribe notification stop_send
app: app 小程序 软件 应用 客户端 页面 网页 下载 官网 公众号 ; app website application mini_program page site
crash: 打不开 闪退 卡住 白屏 崩 加载不出 进不去 卡 黑屏 转圈 报错 出错 ; crash not_load freeze error not_open stuck bug
update: 更新 版本 升级软件 ; update version
family: 家人 老婆 老公 父母 爸妈 妈妈 爸爸 亲友 ; family wife husband parent mother father
student: 学生 学生证 教师 老师 军人 退役 ; student teacher military
elderly: 老人 老年 长辈 60岁 65岁 ; senior elderly old
who: 谁 哪个人 什么人 找谁 ; who whom
when: 什么时候 几点 何时 啥时候 几时 哪天 时间 几号 ; when what_time
howlong: 多久 多长时间 几天 多少天 要等几 需要多久 几个小时 ; how_long how_many_day
howto: 怎么 如何 怎样 咋 步骤 流程 怎么弄 咋弄 咋办 方法 ; how_to how_do how_can process procedure step
howmany: 多少 几个 几张 几次 几件 ; how_many how_much
allowed: 可以 能不能 能吗 可不可以 行吗 允许 准不准 让不让 行不行 得行 给不给 能否 ; can_i allow permit may_i possible able
why: 为什么 为啥 怎么回事 咋回事 原因 ; why reason
need: 需要什么 带什么 要准备 材料 身份证 证件 证明 凭什么 带身份证 ; need require document id_card identification bring
proof: 证明 照片 视频 凭据 举证 拍照片 ; proof photo evidence picture
replace_card: 补卡 挂失 卡丢 补办 卡不见 卡没了 ; lost_card replace_card report_lost
lostitem_card: 丢失 遗失 丢 弄丢 不见 ; lost lose missing stolen
change_return: 反悔 后悔 改主意 ; regret change_mind
language: 英文 英语 外语 翻译 ; english language translate
taxfree: 退税 免税 外国游客 护照 ; tax_refund duty_free tax_free passport
insurance: 保险 碎屏 意外险 ; insurance
subscription: 订阅 自动续费 续费 月卡 年卡 自动扣 续订 付费会员 ; subscription auto_renew renew
check: 查 查询 看 哪里看 在哪看 查看 怎么查 ; check view see find look_up
apply: 申请 办理 办 提交 登记 ; apply submit request
`;
