/** The texts that the models learn unless the reader gives another; written for this demo. */
import type { Localized } from '../../i18n/lang.ts';

export const passages: Localized = {
  en:
    'The ferry to the island leaves at nine, and by half past eight the quay is full. A woman sells bread from the back of a van. ' +
    'Two boys count the gulls on the roof of the ticket office, lose count, and begin again. The captain drinks his coffee standing, ' +
    'looks at the sky, looks at the water, and says nothing. When the bell rings, everybody who was sitting stands up, and everybody ' +
    'who was standing walks to the gate. The gate opens. The bread is gone, the gulls are gone, and the boys have counted nineteen. ' +
    'On the island nobody is waiting, and that is why they go. The ferry turns, the harbour grows small, and the bell is quiet until the evening.',
  zh:
    '去岛上的渡船九点开，八点半码头就站满了人。有个女人在货车后面卖面包。两个男孩数票房屋顶上的海鸥，数着数着乱了，又从头数起。船长站着喝咖啡，看看天，看看水，' +
    '什么也没说。铃一响，坐着的人都站了起来，站着的人都往门口走。门开了。面包卖完了，海鸥飞走了，男孩数到了十九。岛上没有人在等他们，所以他们才要去。' +
    '船掉过头，港口越来越小，铃要到傍晚才会再响。傍晚的时候，渡船从岛上回来，码头上还是站满了人。女人收起货车，男孩又数起屋顶上的海鸥，船长站着喝咖啡，看看天，看看水，' +
    '说明天大概会下雨。铃一响，坐着的人都站了起来，站着的人都往门口走。门开了。明天早上九点，渡船还是要去岛上。岛上没有人在等，可是码头上每天都站满了人，面包每天都卖得完，海鸥每天都数不清。',
};
