using System.Globalization;
using System.Text.Json;
using Artic.Hosting.Limits;
using Artic.Hosting.Options;
using Artic.Messaging.Records;
using Artic.Streams.Log;
using Artic.V1;

namespace Artic.Cli.Risk;

/// <summary>The records of an order's story in words. Thread: one.</summary>
/// <param name="streams">For what the venue has said.</param>
/// <param name="options">The run's configuration; null: none is there.</param>
internal sealed class StoryText(StoryStreams streams, PipelineOptions? options)
{
    /// <summary>One record.</summary>
    public string Of(StoryRecord record) => record.Message switch
    {
        Quote quote => $"quote {OrderText.Number(quote.BidPrice)} / {OrderText.Number(quote.AskPrice)}",
        Signal signal => string.Create(
            CultureInfo.InvariantCulture,
            $"{Strategy(signal.InstanceId)} thinks {signal.Value:+0.000;-0.000;0}, confidence {signal.Confidence:0.000}"),
        OrderIntent intent =>
            $"{Strategy(intent.InstanceId)} wants {Order(intent.Side, intent.Quantity, intent.InstrumentId, intent.Price)}, " +
            $"{Terms(intent.Type, intent.TimeInForce, intent.ExpireAfterMs)}",
        OrderApproved approved =>
            $"APPROVED as {OrderText.Id(approved.ClientOrderId)} ({approved.ClientOrderId}): {(approved.OverrideSequence > 0 ? "every check but the one that was waived passed" : "every check passed")}; " +
            $"sent within {OrderText.Span(approved.ValidForNs)} or not at all",
        OrderDenied denied => Denied(denied),
        OverrideCommand command => $"{command.By} has denial order/{command.DenialSequence} decided again: {command.Reason}",
        OverrideDecided decided => Overridden(decided),
        OrderEvent said => Event(record, said),
        Fill fill =>
            $"filled {OrderText.Number(fill.Quantity)} at {OrderText.Number(fill.Price)}, {(fill.IsMaker ? "maker" : "taker")}, fee " +
            $"{OrderText.Number(fill.Fee)} {fill.FeeAsset.ToString().ToLowerInvariant()}, trade {fill.TradeId}",
        RequestSent sent =>
            $"{sent.Kind.ToString().ToLowerInvariant()} request {(sent.Failed ? "could not be written: it may or may not have left" : "written to the venue")} ({OrderText.Span(sent.WrittenNs - record.Header.PublishedNs)})",
        RequestWithheld withheld =>
            $"held back just before the write: {DenialNames.Of(withheld.Code)}, {DenialNames.Words(withheld.Code)}",
        _ => RecordNames.Topic(record.Type).Replace('_', ' '),
    };

    private static string Terms(OrderType type, TimeInForce timeInForce, uint expireAfterMs) =>
        type.ToString().ToUpperInvariant() + (timeInForce == TimeInForce.Unspecified ? "" : $" {timeInForce.ToString().ToUpperInvariant()}") +
        (expireAfterMs > 0 ? $", cancelled after {expireAfterMs} ms" : "");

    private string Denied(OrderDenied denied)
    {
        string whose = Scope(denied.Scope, denied.ScopeId);
        string figures = "";
        if (denied.Name != LimitName.Unspecified)
        {
            figures = $": {LimitRules.RuleOf(denied.Name).Name}{(whose.Length > 0 ? $" of {whose}" : "")} is " +
                $"{LimitRules.Text(denied.Name, denied.Limit)}, this would be {LimitRules.Text(denied.Name, denied.Actual)}";
        }
        else if (denied.Limit != 0 || denied.Actual != 0)
        {
            figures = $": the limit is {denied.Limit}, the figure {denied.Actual}{(whose.Length > 0 ? $", of {whose}" : "")}";
        }
        else if (whose.Length > 0)
        {
            figures = $": {whose}";
        }

        return $"DENIED {DenialNames.Of(denied.Code)}, {DenialNames.Words(denied.Code)}{figures}";
    }

    private static string Overridden(OverrideDecided decided) => decided.Outcome switch
    {
        OverrideOutcome.Approved => $"OVERRIDDEN without {DenialNames.Of(decided.Waived)}: approved as {OrderText.Id(decided.ClientOrderId)} ({decided.ClientOrderId})",
        OverrideOutcome.Denied => $"denied again by {DenialNames.Of(decided.Denial)}, {DenialNames.Words(decided.Denial)}",
        OverrideOutcome.NeverWaived => $"not overridden: {DenialNames.Of(decided.Waived)} is never waived",
        OverrideOutcome.AlreadyUsed => "not overridden: it was before",
        _ => "not overridden: it could be named no more",
    };

    private string Event(StoryRecord record, OrderEvent said)
    {
        string filled = said.FilledQuantity > 0 ? $", {OrderText.Number(said.FilledQuantity)} of {OrderText.Number(said.Quantity)} filled" : "";
        string denial = said.Denial == DenialCode.Unspecified ? "" : $": {DenialNames.Of(said.Denial)}, {DenialNames.Words(said.Denial)}";
        string venue = said.VenueError == 0 ? "" : $": the venue says {said.VenueError}{VenueWords(record)}";
        return Status(said.Status) + filled + denial + venue + (said.VenueOrderId > 0 && said.Status == OrderStatus.Accepted ? $" as number {said.VenueOrderId}" : "");
    }

    private static string Status(OrderStatus status) => status switch
    {
        OrderStatus.PartiallyFilled => "PARTIALLY FILLED",
        OrderStatus.PendingCancel => "PENDING CANCEL",
        OrderStatus.Unknown => "UNKNOWN (it counts in full and is asked for)",
        _ => status.ToString().ToUpperInvariant(),
    };

    /// <summary>The text of the venue's refusal, from the frame that caused the event.</summary>
    private string VenueWords(StoryRecord record)
    {
        if (record.Header.CauseStream != StreamId.Venue ||
            streams.At(StreamId.Venue, record.Header.CauseSequence) is not { Message: RawFrame frame })
        {
            return "";
        }

        try
        {
            using JsonDocument answer = JsonDocument.Parse(frame.Data.Memory);
            return answer.RootElement.TryGetProperty("error", out JsonElement error) && error.TryGetProperty("msg", out JsonElement words)
                ? $" ({words.GetString()})"
                : "";
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return "";
        }
    }

    private string Strategy(uint instance) =>
        options?.Strategies.Find(each => each.Id == instance) is { } strategy ? $"strategy {instance} ({strategy.Name})" : $"strategy {instance}";

    private string Order(Side side, long quantity, uint instrument, long price) => OrderText.Of(side, quantity, Symbol(instrument), price);

    private string Symbol(uint instrument) =>
        options?.Instruments.Find(each => each.Id == instrument)?.Symbol ?? $"instrument {instrument}";

    private string Scope(ScopeKind kind, uint id) => kind switch
    {
        ScopeKind.Unspecified => "",
        ScopeKind.Strategy => $"strategy:{id}",
        ScopeKind.Instrument => $"instrument:{Symbol(id)}",
        _ => kind.ToString().ToLowerInvariant(),
    };
}
