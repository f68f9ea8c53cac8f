using System.Text.Json;

namespace DhcpNet.Ovsdb;

/// <summary>Reads the reply to <c>transact</c> (RFC 7047, section 4.1.3).</summary>
internal static class OvsdbTransactionReply
{
    /// <exception cref="OvsdbException">An operation failed, or the commit did.</exception>
    public static OvsdbTransactionResult Read(OvsdbEndpoint endpoint, OvsdbTransaction transaction, JsonElement reply)
    {
        if (reply.ValueKind != JsonValueKind.Array)
            throw OvsdbErrors.Protocol(endpoint, "no list of results of a transaction");
        JsonElement[] results = [.. reply.EnumerateArray()];
        // After an operation that failed come nulls for those not tried. An element more than there are operations is an error of the commit.
        int failed = Array.FindIndex(results, r => r.ValueKind == JsonValueKind.Object && r.TryGetProperty("error", out _));
        if (failed >= 0)
            throw OvsdbErrors.FromServer(endpoint, results[failed], transaction, failed);
        if (results.Length < transaction.Count)
            throw OvsdbErrors.Protocol(endpoint, $"{results.Length} results for {transaction.Count} operations");
        try
        {
            return new OvsdbTransactionResult([.. results.Take(transaction.Count).Select(ReadResult)]);
        }
        catch (Exception error) when (error is FormatException or InvalidOperationException)
        {
            throw OvsdbErrors.Protocol(endpoint, $"a result of a transaction that cannot be understood: {error.Message}");
        }
    }

    private static OvsdbOperationResult ReadResult(JsonElement result) => new()
    {
        Uuid = result.TryGetProperty("uuid", out JsonElement uuid) ? OvsdbJson.ReadValue(uuid).AsUuid() : null,
        Count = result.TryGetProperty("count", out JsonElement count) ? count.GetInt32() : 0,
        Rows = result.TryGetProperty("rows", out JsonElement rows) ? [.. rows.EnumerateArray().Select(OvsdbJson.ReadRow)] : [],
    };
}
