using Artic.Hosting.Commands;
using Artic.Messaging.Records;
using Artic.RiskManager.Checks;
using Artic.V1;

namespace Artic.RiskManager.Overrides;

/// <summary>
/// Takes overrides of denied orders from outside, the same by HTTP and by ZeroMQ, and answers in JSON. Refusals:
/// <c>DENIAL_MISSING</c>, <c>REASON_MISSING</c>, <c>TEXT_TOO_LONG</c>, <c>DENIAL_UNKNOWN</c>, <c>OVERRIDE_USED</c>,
/// <c>NEVER_WAIVED</c>, <c>DENIED_AGAIN</c>, and those of the loop. Thread: any; blocks until the loop has decided.
/// </summary>
/// <param name="loop">Which decides.</param>
public sealed class OverrideDesk(RiskLoop loop)
{
    private const int LongestName = 64;
    private const int LongestReason = 512;

    /// <summary>Has a denied order decided again; answers <c>overridden</c> with the order's number, or an error.</summary>
    public byte[] Override(string proved, long denial, string? by, string? reason, out bool isApproved)
    {
        isApproved = false;
        by ??= "";
        if (denial <= 0)
        {
            return Refusal("DENIAL_MISSING", "an override names a denial by its sequence in 'order'", 0);
        }

        if (string.IsNullOrWhiteSpace(reason))
        {
            return Refusal("REASON_MISSING", "an order is overridden for a reason, which is kept", 0);
        }

        if (by.Length > LongestName || reason.Length > LongestReason)
        {
            return Refusal("TEXT_TOO_LONG", $"'by' has at most {LongestName} characters, 'reason' {LongestReason}", 0);
        }

        OverrideCommand command = new()
        {
            DenialSequence = denial, By = by.Length == 0 ? proved : $"{proved}: {by}", Reason = reason,
        };
        long sequence = loop.Record(
            command, out OverrideOutcome outcome, out DenialCode code, out ulong clientOrderId, out string? refusal);
        if (refusal != null)
        {
            return Refusal(refusal, "the risk loop has not taken it", 0);
        }

        isApproved = outcome == OverrideOutcome.Approved;
        return outcome switch
        {
            OverrideOutcome.Approved => AnswerJson.Write(json =>
            {
                json.WriteString("event", "overridden");
                json.WriteNumber("denial", denial);
                json.WriteString("waived", DenialNames.Of(code));
                json.WriteNumber("client_order_id", clientOrderId);
                json.WriteString("by", command.By);
                json.WriteNumber("sequence", sequence);
            }),
            OverrideOutcome.DenialUnknown => Refusal(
                "DENIAL_UNKNOWN", $"none of the last {DeniedOrders.Kept} denials of this run in 'order' has the sequence {denial}", sequence),
            OverrideOutcome.AlreadyUsed => Refusal("OVERRIDE_USED", $"denial {denial} was overridden before: it is decided again once", sequence),
            OverrideOutcome.NeverWaived => Refusal(
                "NEVER_WAIVED",
                $"{DenialNames.Of(code)} is never waived; what can be is {string.Join(", ", Array.ConvertAll(Waivers.All.ToArray(), DenialNames.Of))}",
                sequence),
            _ => Refusal("DENIED_AGAIN", $"with that check waived, the order is denied by {DenialNames.Of(code)}", sequence),
        };
    }

    private static byte[] Refusal(string code, string message, long sequence) => AnswerJson.Write(json =>
    {
        json.WriteString("error", code);
        json.WriteString("message", message);
        if (sequence > 0)
        {
            json.WriteNumber("sequence", sequence);
        }
    });
}
