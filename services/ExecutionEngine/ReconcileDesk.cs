using Artic.Core.Time;
using Artic.Hosting;
using Artic.Hosting.Commands;
using Artic.Hosting.Http;
using Artic.Streams.Counters;
using Microsoft.AspNetCore.Http;

namespace Artic.ExecutionEngine;

/// <summary>
/// Takes the wish to have account and open orders compared with the venue now, by HTTP (<c>POST /reconcile</c>) and ZeroMQ; the
/// loop puts it on record. The answer bears the number that the comparisons will bear, or a later one where somebody else asks
/// meanwhile. Thread: any asks; the hot one reads.
/// </summary>
public sealed class ReconcileDesk
{
    private long _askedUtcNs;

    /// <summary>When it was last asked for, UTC nanoseconds, each time later; 0: never.</summary>
    public long AskedUtcNs => Volatile.Read(ref _askedUtcNs);

    /// <summary>Adds the page.</summary>
    public void AddPage(ServiceHost host)
    {
        Counter requests = host.Counters.Counter("reconcile_requests_total");
        host.Http.Post("/reconcile", async context =>
        {
            requests.Increment();
            await context.Response.Body.WriteAsync(Ask(HttpEndpoint.BearerOf(context).By(CommandPage.Way)));
            await context.Response.WriteAsync("\n");
        });
    }

    /// <summary>Asks for it and gives the answer in JSON.</summary>
    /// <param name="by">Who.</param>
    public byte[] Ask(string by)
    {
        long before;
        long asked;
        do
        {
            before = AskedUtcNs;
            asked = Math.Max(Clock.UtcNs(), before + 1);
        }
        while (Interlocked.CompareExchange(ref _askedUtcNs, asked, before) != before);
        return AnswerJson.Write(json =>
        {
            json.WriteString("event", "reconcile_asked");
            json.WriteNumber("request", asked);
            json.WriteString("by", by);
        });
    }
}
