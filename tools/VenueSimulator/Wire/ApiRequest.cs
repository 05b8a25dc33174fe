using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Artic.VenueSimulator.Wire;

/// <summary>
/// One request, from REST or the WebSocket API alike: what it asks, its parameters, and what its signature is over.
/// Made on the connection's thread; nobody changes it after.
/// </summary>
public sealed class ApiRequest
{
    private const int MaxIdLength = 36;

    /// <summary>What is asked.</summary>
    public required ApiMethod Method { get; init; }

    /// <summary>The parameters, without key and signature.</summary>
    public required ApiParameters Parameters { get; init; }

    /// <summary>The API key; null where none was sent.</summary>
    public string? ApiKey { get; init; }

    /// <summary>The signature as sent; null where none was sent.</summary>
    public string? Signature { get; init; }

    /// <summary>The bytes that the signature is over.</summary>
    public byte[] SignedPayload { get; init; } = [];

    /// <summary>The request's id as raw JSON, to be sent back as it came (WebSocket API).</summary>
    public byte[] IdJson { get; init; } = "null"u8.ToArray();

    /// <summary>
    /// Reads a REST request. <paramref name="query"/> is without its question mark, <paramref name="body"/>
    /// form-encoded; the signature is over both as sent, concatenated, less the signature itself.
    /// </summary>
    public static ApiRequest FromRest(ApiMethod method, string query, string body, string? apiKey)
    {
        ApiParameters parameters = new();
        string signedQuery = CutSignature(query, out string? querySignature);
        string signedBody = CutSignature(body, out string? bodySignature);
        parameters.AddForm(signedQuery);
        parameters.AddForm(signedBody);
        return new ApiRequest
        {
            Method = method,
            Parameters = parameters,
            ApiKey = apiKey,
            Signature = querySignature ?? bodySignature,
            SignedPayload = Encoding.UTF8.GetBytes(signedQuery + signedBody),
        };
    }

    /// <summary>
    /// Reads a request of the WebSocket API; false where it is no JSON object with a usable id and a method. The
    /// signature is over all parameters but itself, sorted by name.
    /// </summary>
    public static bool TryFromJson(ReadOnlyMemory<byte> json, out ApiRequest? request, out byte[] idJson)
    {
        request = null;
        idJson = "null"u8.ToArray();
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            if (document.RootElement.ValueKind != JsonValueKind.Object || !TryReadId(document.RootElement, out idJson)
                || !document.RootElement.TryGetProperty("method", out JsonElement method)
                || method.ValueKind != JsonValueKind.String)
            {
                return false;
            }

            request = FromJson(document.RootElement, method.GetString()!, idJson);
            return request is not null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>Reads an id: a 64-bit integer, a text of at most 36 characters, or null.</summary>
    public static bool TryReadId(JsonElement root, out byte[] idJson)
    {
        idJson = "null"u8.ToArray();
        if (!root.TryGetProperty("id", out JsonElement id))
        {
            return true;
        }

        bool valid = id.ValueKind == JsonValueKind.Null
            || (id.ValueKind == JsonValueKind.Number && id.TryGetInt64(out _))
            || (id.ValueKind == JsonValueKind.String && id.GetString()!.Length <= MaxIdLength);
        idJson = valid ? Encoding.UTF8.GetBytes(id.GetRawText()) : idJson;
        return valid;
    }

    /// <summary>
    /// What is signed in the WebSocket API: <c>a=1&amp;b=2</c>, sorted by name, without the signature.
    /// </summary>
    public static byte[] SortedPayload(IEnumerable<KeyValuePair<string, string>> parameters) =>
        Encoding.UTF8.GetBytes(string.Join('&', parameters
            .Where(p => p.Key != "signature")
            .OrderBy(p => p.Key, StringComparer.Ordinal)
            .Select(p => $"{p.Key}={p.Value}")));

    private static ApiRequest? FromJson(JsonElement root, string method, byte[] idJson)
    {
        ApiParameters parameters = new();
        List<KeyValuePair<string, string>> all = [];
        if (root.TryGetProperty("params", out JsonElement given) && given.ValueKind != JsonValueKind.Null)
        {
            if (given.ValueKind != JsonValueKind.Object)
            {
                return null;
            }

            foreach (JsonProperty property in given.EnumerateObject())
            {
                string text = property.Value.ValueKind == JsonValueKind.String
                    ? property.Value.GetString()!
                    : property.Value.GetRawText();
                all.Add(new KeyValuePair<string, string>(property.Name, text));
                if (property.Name is not ("apiKey" or "signature"))
                {
                    parameters.Add(property.Name, text);
                }
            }
        }

        return new ApiRequest
        {
            Method = ParseMethod(method),
            Parameters = parameters,
            ApiKey = all.FindLast(p => p.Key == "apiKey").Value,
            Signature = all.FindLast(p => p.Key == "signature").Value,
            SignedPayload = SortedPayload(all),
            IdJson = idJson,
        };
    }

    private static ApiMethod ParseMethod(string method) => method switch
    {
        "ping" => ApiMethod.Ping,
        "time" => ApiMethod.Time,
        "depth" => ApiMethod.Depth,
        "exchangeInfo" => ApiMethod.ExchangeInfo,
        "order.place" => ApiMethod.OrderPlace,
        "order.test" => ApiMethod.OrderTest,
        "order.cancel" => ApiMethod.OrderCancel,
        "order.status" => ApiMethod.OrderStatus,
        "openOrders.status" => ApiMethod.OpenOrdersStatus,
        "openOrders.cancelAll" => ApiMethod.OpenOrdersCancelAll,
        "account.status" => ApiMethod.AccountStatus,
        "myTrades" => ApiMethod.MyTrades,
        "userDataStream.subscribe.signature" => ApiMethod.UserDataSubscribe,
        "userDataStream.unsubscribe" => ApiMethod.UserDataUnsubscribe,
        _ => ApiMethod.Unknown,
    };

    private static string CutSignature(string form, out string? signature)
    {
        const string name = "signature=";
        signature = null;
        int at = form.StartsWith(name, StringComparison.Ordinal)
            ? 0
            : form.IndexOf("&" + name, StringComparison.Ordinal);
        if (at < 0)
        {
            return form;
        }

        int start = form.IndexOf('=', at) + 1;
        int end = form.IndexOf('&', start);
        signature = end < 0 ? form[start..] : form[start..end];
        string rest = end < 0 ? "" : form[end..];
        return at == 0 ? rest.TrimStart('&') : form[..at] + rest;
    }
}
