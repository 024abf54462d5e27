/**
 * A letter with many kinds of personal data. The people and numbers are made up; the numbers have valid check digits.
 */
export const EXAMPLE_LETTER = `Dear Ms. Okafor,

My name is Maria Lindqvist and I am writing about the water damage in my flat at 48 Harbour Street, Apt 3B, Portland, Oregon 97205, which your colleague Daniel Reyes inspected on Tuesday.

You can reach me at maria.lindqvist@example.com or on (503) 555-0142 after six. Please send the refund to my account, IBAN DE89 3704 0044 0532 0130 00; the deposit was charged to my card 4111 1111 1111 1111. For the insurance form: my social security number is 536-90-4399 and my passport number is X48203175.

Photos of the ceiling are at https://photos.example.com/maria/ceiling, and the sensor in the hall still reports its readings from 203.0.113.42.

Daniel promised an answer by Friday. I would be grateful if you could call him.

Kind regards,
Maria Lindqvist
`;
