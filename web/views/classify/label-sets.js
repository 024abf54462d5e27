/**
 * Sets of labels to begin with, and texts to try them on. All are made up.
 * @typedef {import("../../shared/tasks.js").OwnLabel} OwnLabel
 * @type {readonly {title: import("../../language/language.js").Key, labels: readonly OwnLabel[], texts: readonly string[]}[]}
 */
export const LABEL_SETS = [
  {
    title: "classify.setSupport",
    labels: [
      { name: "Refund", description: "The customer wants their money back.", examples: ["I want my money back for order 4711.", "You charged me twice, please return the amount.", "How do I get a refund for the broken lamp?", "Please cancel the invoice and refund me."] },
      { name: "Delivery", description: "A parcel has not arrived, or arrives late.", examples: ["Where is my parcel?", "The package is a week late.", "Tracking says delivered, but nothing came.", "Can you change the delivery address?"] },
      { name: "Account", description: "Somebody cannot sign in, or wants to change their account.", examples: ["I forgot my password.", "My account is locked.", "Please delete my account.", "I cannot sign in on my new phone."] },
    ],
    texts: [
      "The amount was taken from my card two times, please give it back.",
      "The courier has not come yet and I need it by Friday.",
      "It does not accept my user name any more.",
      "I moved house, can the shipment still go to the new street?",
      "I am not happy with the blender and would like to return it for the full price.",
    ],
  },
  {
    title: "classify.setTopics",
    labels: [
      { name: "Sport", description: "News about matches, teams and athletes.", examples: [] },
      { name: "Money", description: "News about banks, prices, markets and the economy.", examples: [] },
      { name: "Health", description: "News about medicine, illness and hospitals.", examples: [] },
    ],
    texts: [
      "The home side equalised two minutes before the final whistle.",
      "The central bank left interest rates where they were.",
      "A new vaccine is being tried in eleven hospitals.",
    ],
  },
];
