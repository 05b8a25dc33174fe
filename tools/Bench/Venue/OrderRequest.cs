using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Artic.Bench.Venue;

/// <summary>
/// One request of the order API as it came, and whether its signature is right. Used again for the next. Thread: one.
/// Allocates nothing for a well-formed text.
/// </summary>
public sealed class OrderRequest : IDisposable
{
    private readonly IncrementalHash _hmac;
    private readonly byte[] _signed = new byte[4096];
    private int _signedLength;

    /// <param name="secret">The account's secret.</param>
    public OrderRequest(string secret) =>
        _hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.ASCII.GetBytes(secret));

    /// <summary>The request's id.</summary>
    public TextField Id { get; } = new();

    /// <summary>The method.</summary>
    public TextField Method { get; } = new();

    /// <summary>newClientOrderId.</summary>
    public TextField ClientOrderId { get; } = new();

    /// <summary>symbol.</summary>
    public TextField Symbol { get; } = new();

    /// <summary>side.</summary>
    public TextField Side { get; } = new();

    /// <summary>timeInForce.</summary>
    public TextField TimeInForce { get; } = new();

    /// <summary>price.</summary>
    public TextField Price { get; } = new();

    /// <summary>quantity.</summary>
    public TextField Quantity { get; } = new();

    /// <summary>signature.</summary>
    public TextField Signature { get; } = new();

    /// <summary>Reads a request; false where it is not one.</summary>
    public bool TryParse(ReadOnlySpan<byte> json)
    {
        _signedLength = 0;
        foreach (TextField field in (ReadOnlySpan<TextField>)[
            Id, Method, ClientOrderId, Symbol, Side, TimeInForce, Price, Quantity, Signature])
        {
            field.Clear();
        }

        try
        {
            Utf8JsonReader reader = new(json);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return false;
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                bool isParameters = reader.ValueTextEquals("params"u8);
                TextField? field = reader.ValueTextEquals("id"u8) ? Id : reader.ValueTextEquals("method"u8) ? Method : null;
                if (!reader.Read() || (field != null && !field.TrySet(reader.ValueSpan)) ||
                    (isParameters && !TryReadParameters(ref reader)))
                {
                    return false;
                }

                if (!isParameters && !reader.TrySkip())
                {
                    return false;
                }
            }

            return reader.TokenType == JsonTokenType.EndObject && Id.Length > 0;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>The signature is that of the parameters in the order in which they came.</summary>
    public bool IsSigned()
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        _hmac.AppendData(_signed.AsSpan(0, _signedLength));
        _ = _hmac.GetHashAndReset(hash);
        ReadOnlySpan<byte> given = Signature.Value;
        bool same = given.Length == 2 * hash.Length;
        for (int i = 0; same && i < hash.Length; i++)
        {
            same = given[2 * i] == "0123456789abcdef"u8[hash[i] >> 4] &&
                given[(2 * i) + 1] == "0123456789abcdef"u8[hash[i] & 15];
        }

        return same;
    }

    /// <inheritdoc/>
    public void Dispose() => _hmac.Dispose();

    private bool TryReadParameters(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return false;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            ReadOnlySpan<byte> name = reader.ValueSpan;
            TextField? field =
                name.SequenceEqual("newClientOrderId"u8) ? ClientOrderId
                : name.SequenceEqual("symbol"u8) ? Symbol
                : name.SequenceEqual("side"u8) ? Side
                : name.SequenceEqual("timeInForce"u8) ? TimeInForce
                : name.SequenceEqual("price"u8) ? Price
                : name.SequenceEqual("quantity"u8) ? Quantity
                : name.SequenceEqual("signature"u8) ? Signature
                : null;
            if (!reader.Read() || reader.TokenType is not (JsonTokenType.String or JsonTokenType.Number) ||
                (field != null && !field.TrySet(reader.ValueSpan)) ||
                (field != Signature && !TrySign(name, reader.ValueSpan)))
            {
                return false;
            }
        }

        return reader.TokenType == JsonTokenType.EndObject;
    }

    private bool TrySign(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        int needed = name.Length + value.Length + 2;
        if (_signedLength + needed > _signed.Length)
        {
            return false;
        }

        if (_signedLength > 0)
        {
            _signed[_signedLength++] = (byte)'&';
        }

        name.CopyTo(_signed.AsSpan(_signedLength));
        _signedLength += name.Length;
        _signed[_signedLength++] = (byte)'=';
        value.CopyTo(_signed.AsSpan(_signedLength));
        _signedLength += value.Length;
        return true;
    }
}
